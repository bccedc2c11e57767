import { whole } from '../check.js';
import { optionsOf } from '../options.js';
import type { Frame } from '../plot/frame.js';
import { tracesFrame } from '../plot/traces.js';
import { signalName } from '../plot/words.js';
import { layerOf } from '../step.js';
import { figure, layersAndOptions, PLOT, type PlotOptions, pick, sampleOf } from './figure.js';
import { Growing } from './growing.js';
import { checkInside, signalOf } from './layers.js';
import type { Sink } from './sink.js';

export interface TracesSinkOptions extends PlotOptions {
  /** What is shown: `mem`, `cur`, `syn` or a signal of your own neuron. Default `mem`. */
  readonly signal?: string;
  /** Spikes that ride on the traces, where the layer has them. Default true. */
  readonly spikes?: boolean;
  /** Which neurons are shown. Default: the first that the grid has room for, 12 without a grid. */
  readonly neurons?: readonly number[];
  /** Rows and columns of the grid. Default: about as many rows as columns. */
  readonly grid?: readonly [rows: number, columns: number];
  /** Title of each trace. Default: 'neuron 0' and so on. */
  readonly titles?: readonly string[];
  /** Draws a dashed line at this value. */
  readonly threshold?: number;
  /** How far a spike shoots up from the trace, in its unit. Default: 0.6 of the traces' range. */
  readonly spikeHeight?: number;
  /** One range of values for all traces, or one each. Default true. */
  readonly shareY?: boolean;
  /** CSS colour of the traces. */
  readonly color?: string;
}

/**
 * Draws the membrane potentials (or another signal) of single neurons over time, spikes riding on them, in a grid, and
 * emits one frame when the stream completes.
 *
 * `layer` is the name of a probe; without it the last layer is drawn. The memory is that of the neurons shown. Throws
 * for options out of range; a layer or signal that is not there, a neuron outside of it, and a stream
 * without a step go down the error channel.
 * Source: snnTorch `spikeplot.traces` (https://snntorch.readthedocs.io/en/latest/snntorch.spikeplot.html).
 *
 * @example
 * steps$.pipe(traces('output', { grid: [3, 3], neurons: [0, 1, 2, 3, 4, 5, 6, 7, 8] }), png('traces.png'));
 */
export function traces(layer?: string, options?: TracesSinkOptions): Sink<Frame>;
export function traces(options?: TracesSinkOptions): Sink<Frame>;
export function traces(first?: string | TracesSinkOptions, second?: TracesSinkOptions): Sink<Frame> {
  const [layer, options] = layersAndOptions<string, TracesSinkOptions>(first, second);
  const names = ['signal', 'spikes', 'neurons', 'grid', 'titles', 'threshold', 'spikeHeight'] as const;
  optionsOf('traces', options, [...PLOT, ...names, 'shareY', 'color']);
  const { signal = 'mem', spikes: riding = true, neurons, sample, titles, ...frameOptions } = options;
  const chosen = sampleOf('traces', sample);
  for (const [i, neuron] of neurons?.entries() ?? []) whole(`traces: neurons[${i}]`, neuron);

  return figure('traces', () => {
    let shown: readonly number[] = [];
    let mem: readonly Growing[] = [];
    let spk: readonly Growing[] = [];
    return {
      select(step) {
        const signals = layerOf(step, layer, 'traces');
        const trace = signalOf(signals, signal, layer, 'traces');
        return riding && signals.spk ? [trace, signals.spk] : [trace];
      },
      add({ signals: [trace, spikes] }) {
        const values = pick('traces', trace!, chosen);
        if (mem.length === 0) {
          const cells = frameOptions.grid ? frameOptions.grid[0] * frameOptions.grid[1] : 12;
          shown = neurons ?? Array.from({ length: Math.min(cells, values.length) }, (_, i) => i);
          checkInside('traces', shown, values.length);
          mem = shown.map(() => new Growing(1));
          spk = spikes ? shown.map(() => new Growing(1)) : [];
        }
        append(mem, values, shown);
        if (spikes) append(spk, pick('traces', spikes, chosen), shown);
      },
      frame: (steps) =>
        tracesFrame({
          ...frameOptions,
          steps,
          quantity: signalName(signal),
          titles: titles ?? shown.map((neuron) => `neuron ${neuron}`),
          mem: mem.map((trace) => trace.finish()),
          ...(spk.length > 0 ? { spk: spk.map((trace) => trace.finish()) } : {}),
        }),
    };
  });
}

function append(series: readonly Growing[], values: Float32Array, neurons: readonly number[]): void {
  for (const [i, neuron] of neurons.entries()) series[i]!.push(values.subarray(neuron, neuron + 1));
}
