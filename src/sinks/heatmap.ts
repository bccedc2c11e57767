import { type ColorMap, paletteOf } from '../plot/colorMap.js';
import type { Frame } from '../plot/frame.js';
import { heatmapFrame } from '../plot/heatmap.js';
import { checkRange } from '../plot/range.js';
import { signalName } from '../plot/words.js';
import { Columns } from './columns.js';
import { LAYERS_PLOT, type LayersOptions, layersArguments, layersFigure } from './layersFigure.js';
import type { Sink } from './sink.js';

export interface HeatmapSinkOptions extends LayersOptions {
  /** What is shown: `mem`, `cur`, `syn`, `spk` or a signal of your own neuron. Default `mem`. */
  readonly signal?: string;
  /**
   * `viridis` (default), `magma`, `inferno`, `plasma`, `cividis`, `turbo`, `greys`, or a function from 0 to 1 to a CSS
   * colour.
   */
  readonly colorMap?: ColorMap;
  /** The values of the first and the last colour, in the signal's unit. Default: each layer's least and greatest. */
  readonly range?: readonly [low: number, high: number];
}

/**
 * Draws a signal of all neurons over time as colours, one panel a layer on a shared time axis, and emits one frame when
 * the stream completes: the membranes of a layer at a glance. Feature dimensions are flattened as in `raster`.
 *
 * `layers` are names of probes, one or several; without them the last layer is drawn. The memory is bounded, 8 kB a
 * neuron: after 2048 steps two of them share a column, which shows their mean, after 4096 four, and so on. Throws for
 * options out of range; a layer or signal that is not there, a sample outside of the batch, and a stream without a
 * step go down the error channel.
 *
 * @example
 * steps$.pipe(heatmap('hidden', { range: [-1, 1] }), png('membranes.png'));
 */
export function heatmap(layers?: string | readonly string[], options?: HeatmapSinkOptions): Sink<Frame>;
export function heatmap(options?: HeatmapSinkOptions): Sink<Frame>;
export function heatmap(
  first?: string | readonly string[] | HeatmapSinkOptions,
  second?: HeatmapSinkOptions,
): Sink<Frame> {
  const layers = layersArguments('heatmap', first, second, [...LAYERS_PLOT, 'signal', 'colorMap', 'range']);
  const { signal = 'mem', colorMap = 'viridis', ...frameOptions } = layers.options;
  const palette = paletteOf('heatmap: colorMap', colorMap);
  if (frameOptions.range !== undefined) checkRange('heatmap: range', frameOptions.range);

  return layersFigure(
    'heatmap',
    layers,
    signal,
    () => new Columns(),
    (gathered, steps) =>
      heatmapFrame({
        ...frameOptions,
        colorMap: palette,
        steps,
        quantity: signalName(signal),
        panels: gathered.map((columns, i) => ({ title: layers.titles[i], ...columns.finish() })),
      }),
  );
}
