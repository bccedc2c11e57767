import { whole } from '../check.js';
import type { Frame } from '../plot/frame.js';
import { tracesFrame } from '../plot/traces.js';
import { figure, layersAndOptions, type PlotOptions, pick, sampleOf } from './figure.js';
import { Growing } from './growing.js';
import type { Sink } from './sink.js';
import { layerOf, signalOf } from './watch.js';

export interface TracesSinkOptions extends PlotOptions {
  /** Which neurons are shown. Default: the first 12, or all where there are fewer. */
  readonly neurons?: readonly number[];
  /** Rows and columns of the grid. Default: about as many rows as columns. */
  readonly grid?: readonly [rows: number, columns: number];
  /** Title of each trace. Default: 'neuron 0' and so on. */
  readonly titles?: readonly string[];
  /** Draws a dashed line at this membrane potential. */
  readonly threshold?: number;
  /** How far a spike shoots up from the membrane, in its unit. Default: 0.6 of the membranes' range. */
  readonly spikeHeight?: number;
  /** One range of potentials for all traces, or one each. Default true. */
  readonly shareY?: boolean;
  /** CSS colour of the membranes. */
  readonly color?: string;
}

/**
 * Draws the membrane potentials of single neurons over time, spikes riding on them, in a grid, and emits one frame
 * when the stream completes.
 *
 * `layer` is the name of a probe; without it the last layer is drawn. The memory is that of the neurons shown. Throws
 * for options out of range; a layer that is not there or has no membrane, a neuron outside of it, and a stream
 * without a step go down the error channel.
 * Source: snnTorch `spikeplot.traces` (https://snntorch.readthedocs.io/en/latest/snntorch.spikeplot.html).
 *
 * @example
 * steps$.pipe(traces('output', { grid: [3, 3], neurons: [0, 1, 2, 3, 4, 5, 6, 7, 8] }), png('traces.png'));
 */
export function traces(layer?: string, options?: TracesSinkOptions): Sink<Frame>;
export function traces(options?: TracesSinkOptions): Sink<Frame>;
export function traces(first?: string | TracesSinkOptions, second?: TracesSinkOptions): Sink<Frame> {
  const [layer, { neurons, sample, titles, ...frameOptions }] = layersAndOptions<string, TracesSinkOptions>(
    first,
    second,
  );
  const chosen = sampleOf('traces', sample);
  for (const [i, neuron] of neurons?.entries() ?? []) whole(`traces: neurons[${i}]`, neuron);

  return figure('traces', () => {
    let shown: readonly number[] = [];
    let mem: readonly Growing[] = [];
    let spk: readonly Growing[] = [];
    return {
      select(step) {
        const signals = layerOf(step, layer, 'traces');
        const membrane = signalOf(signals, 'mem', layer, 'traces');
        return signals.spk ? [membrane, signals.spk] : [membrane];
      },
      add({ signals: [membrane, spikes] }) {
        const potentials = pick('traces', membrane!, chosen);
        if (mem.length === 0) {
          shown = neurons ?? Array.from({ length: Math.min(12, potentials.length) }, (_, i) => i);
          checkNeurons(shown, potentials.length);
          mem = shown.map(() => new Growing(1));
          spk = spikes ? shown.map(() => new Growing(1)) : [];
        }
        append(mem, potentials, shown);
        if (spikes) append(spk, pick('traces', spikes, chosen), shown);
      },
      frame: (steps) =>
        tracesFrame({
          ...frameOptions,
          steps,
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

function checkNeurons(neurons: readonly number[], size: number): void {
  const outside = neurons.find((neuron) => neuron >= size);
  if (outside !== undefined)
    throw new RangeError(`traces: neuron ${outside} is not among the layer's ${size}`);
}
