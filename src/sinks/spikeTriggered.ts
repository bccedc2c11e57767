import { number, whole } from '../check.js';
import { optionsOf } from '../options.js';
import type { Frame } from '../plot/frame.js';
import { spikeTriggeredFrame } from '../plot/spikeTriggered.js';
import { signalName } from '../plot/words.js';
import { layerOf } from '../step.js';
import { figure, layersAndOptions, PLOT, type PlotOptions, pick, sampleOf } from './figure.js';
import { checkInside, signalOf } from './layers.js';
import type { Sink } from './sink.js';
import { Snippets } from './snippets.js';

export interface SpikeTriggeredSinkOptions extends PlotOptions {
  /** What is shown around the spikes: `mem`, `cur`, `syn` or a signal of your own neuron. Default `mem`. */
  readonly signal?: string;
  /** Neurons whose spikes are taken, each with its own signal. Default: the whole layer. */
  readonly neurons?: readonly number[];
  /** Steps that are shown before the spike. Default 20. */
  readonly before?: number;
  /** Steps that are shown after it. Default 20. */
  readonly after?: number;
  /** Draws a dashed line at this value. */
  readonly threshold?: number;
  /** CSS colour of the mean. */
  readonly color?: string;
}

/**
 * Draws what a neuron's membrane (or another signal) does around its spikes: single spikes over each other and their
 * mean, the spike-triggered average. Emits one frame when the stream completes.
 *
 * 1. Spikes of all chosen neurons count alike. A spike with less than `before` steps before it or `after` steps after it
 *    is left out.
 * 2. The mean is of all spikes; of more than 200 as many as 100 to 199 are drawn, spread evenly over the run.
 *
 * `layer` is the name of a probe; without it the last layer is drawn. The memory is that of `before + after + 1` steps and
 * 200 snippets, whatever the stream's length. Throws for options out of range; a layer that is not there or lacks
 * spikes or the signal, a neuron outside of it, and a stream without a step go down the error channel.
 *
 * @example
 * steps$.pipe(spikeTriggered('hidden', { before: 30, after: 10, threshold: 1 }), png('triggered.png'));
 */
export function spikeTriggered(layer?: string, options?: SpikeTriggeredSinkOptions): Sink<Frame>;
export function spikeTriggered(options?: SpikeTriggeredSinkOptions): Sink<Frame>;
export function spikeTriggered(
  first?: string | SpikeTriggeredSinkOptions,
  second?: SpikeTriggeredSinkOptions,
): Sink<Frame> {
  const [layer, options] = layersAndOptions<string, SpikeTriggeredSinkOptions>(first, second);
  const names = [...PLOT, 'signal', 'neurons', 'before', 'after', 'threshold', 'color'] as const;
  optionsOf('spikeTriggered', options, names);
  const { signal = 'mem', neurons, before = 20, after = 20, sample, ...frameOptions } = options;
  const chosen = sampleOf('spikeTriggered', sample);
  whole('spikeTriggered: before', before);
  whole('spikeTriggered: after', after);
  for (const [i, neuron] of neurons?.entries() ?? []) whole(`spikeTriggered: neurons[${i}]`, neuron);
  if (frameOptions.threshold !== undefined) number('spikeTriggered: threshold', frameOptions.threshold);

  return figure('spikeTriggered', () => {
    const length = before + after + 1;
    const snippets = new Snippets(length);
    const last = new Array<{ readonly spk: Float32Array; readonly values: Float32Array }>(length);
    let taken: readonly number[] = [];
    return {
      select(step) {
        const signals = layerOf(step, layer, 'spikeTriggered');
        return ['spk', signal].map((name) => signalOf(signals, name, layer, 'spikeTriggered'));
      },
      add({ signals }, t) {
        const [spk, values] = signals.map((each) => pick('spikeTriggered', each, chosen));
        if (t === 0) {
          taken = neurons ?? Array.from({ length: spk!.length }, (_, i) => i);
          checkInside('spikeTriggered', taken, spk!.length);
        }
        last[t % length] = { spk: spk!, values: values! };
        if (t < length - 1) return;
        const first = t - length + 1;
        const fired = last[(first + before) % length]!.spk;
        for (const neuron of taken) {
          if (fired[neuron] !== 0) snippets.add((i) => last[(first + i) % length]!.values[neuron]!);
        }
      },
      frame: () =>
        spikeTriggeredFrame({ ...frameOptions, before, quantity: signalName(signal), ...snippets.finish() }),
    };
  });
}
