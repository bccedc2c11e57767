import { scaleLinear } from 'd3-scale';
import { number, whole } from '../check.js';
import { optionsOf } from '../options.js';
import { animatorFrame } from '../plot/animator.js';
import { type ColorMap, paletteOf } from '../plot/colorMap.js';
import type { Frame } from '../plot/frame.js';
import { checkRange, type Range, rangeOf, widened } from '../plot/range.js';
import { signalName } from '../plot/words.js';
import type { Shape } from '../shape.js';
import { layerOf } from '../step.js';
import { animation, horizon, layersAndOptions, PLOT, type PlotOptions, pick, sampleOf } from './figure.js';
import { signalOf } from './layers.js';
import type { Sink } from './sink.js';

export interface AnimatorSinkOptions extends PlotOptions {
  /** What is shown: `spk`, `mem`, `cur`, `syn` or a signal of your own neuron. Default `spk`. */
  readonly signal?: string;
  /**
   * [rows, columns] of a layer that has one feature dimension, or [images, rows, columns]. Default: the layer's own
   * dimensions; a vector is shown in equal rows, as square as possible.
   */
  readonly shape?: Shape;
  /** What is left of a spike after a step, 0 to 1: spikes glow on, and the eye can follow them. Default 0. */
  readonly decay?: number;
  /**
   * `viridis` (default), `magma`, `inferno`, `plasma`, `cividis`, `turbo`, `greys`, or a function from 0 to 1 to a CSS
   * colour.
   */
  readonly colorMap?: ColorMap;
  /** The values of the first and the last colour. Default: 0 to 1 for spikes, else the extremes so far, rounded outwards. */
  readonly range?: Range;
  /** Only the image, without title, time and colour bar. Default false. */
  readonly bare?: boolean;
}

/**
 * Shows a layer's activity as an image, and emits one frame a step: a square cell a neuron, coloured by its value. Frames
 * cost nothing until a writer draws them: `png` draws the last, `video` and `draw` all.
 *
 * 1. Features [rows, columns] are one image, [images, rows, columns] one beside the other.
 * 2. With `decay` a cell shows `max(spk, decay * shown)`, the time surface of event cameras.
 * 3. The memory is one image, whatever the stream's length.
 *
 * `layer` is the name of a probe; without it the last layer is shown. Throws for options out of range; a layer or signal
 * that is not there, a shape of another size than the layer, a sample outside of the batch, and a stream without
 * a step go down the error channel.
 * Source: snnTorch `spikeplot.animator` (https://snntorch.readthedocs.io/en/latest/snntorch.spikeplot.html).
 *
 * @example
 * steps$.pipe(animator('input', { shape: [28, 28], decay: 0.8, colorMap: 'magma' }), video('input.mp4'));
 */
export function animator(layer?: string, options?: AnimatorSinkOptions): Sink<Frame>;
export function animator(options?: AnimatorSinkOptions): Sink<Frame>;
export function animator(first?: string | AnimatorSinkOptions, second?: AnimatorSinkOptions): Sink<Frame> {
  const [layer, options] = layersAndOptions<string, AnimatorSinkOptions>(first, second);
  optionsOf('animator', options, [...PLOT, 'signal', 'shape', 'decay', 'colorMap', 'range', 'bare']);
  const { signal = 'spk', shape, decay = 0, range, colorMap = 'viridis', sample, ...frameOptions } = options;
  const chosen = sampleOf('animator', sample);
  number('animator: decay', decay, { min: 0, max: 1 });
  for (const [i, size] of shape?.entries() ?? []) whole(`animator: shape[${i}]`, size, { min: 1 });
  const palette = paletteOf('animator: colorMap', colorMap);
  if (range !== undefined) checkRange('animator: range', range);

  return animation('animator', () => {
    let shown: Float32Array | undefined;
    let extremes: Range | undefined;
    return {
      select: (step) => [signalOf(layerOf(step, layer, 'animator'), signal, layer, 'animator')],
      frames({ step, signals: [values] }) {
        const now = pick('animator', values!, chosen);
        const before = decay > 0 ? shown : undefined;
        shown = before ? now.map((value, i) => Math.max(value, decay * before[i]!)) : now;
        if (!range && signal !== 'spk') {
          extremes = rangeOf([{ values: shown, count: shown.length }], ...(extremes ?? []));
        }
        return [
          animatorFrame({
            ...frameOptions,
            colorMap: palette,
            values: shown,
            shape: shape ?? values!.shape.slice(1),
            range: range ?? (extremes ? rounded(extremes) : [0, 1]),
            quantity: signalName(signal),
            now: step.t,
            steps: horizon(step),
          }),
        ];
      },
    };
  });
}

/** So the colours seldom change while the extremes grow. */
function rounded(extremes: Range): Range {
  const [low, high] = scaleLinear(widened(extremes), [0, 1]).nice(4).domain() as [number, number];
  return [low, high];
}
