import { lastValueFrom, type Observable } from 'rxjs';
import { number, show } from '../check.js';
import type { StepOperator } from '../layers/layer.js';
import type { NetworkOperator } from '../network/network.js';
import { optionsOf } from '../options.js';
import type { LayerTraces, Recording, Trace } from '../recording.js';
import { recordFor } from '../sinks/record.js';
import type { StepLike } from '../step.js';
import { Comparison } from './comparison.js';
import type { Nodes } from './pairs.js';

/** What can be compared: a network or layer, which is run, or what was recorded elsewhere. */
export type Comparable =
  | NetworkOperator
  | StepOperator
  | Recording
  | Readonly<Record<string, Trace | Readonly<Record<string, Trace>>>>;

export interface CompareOptions {
  /** What both are run on; recordings need none. It is subscribed to once for each, so it has to give the same again. */
  readonly input?: Observable<StepLike>;
  /** Signals to compare. Default: all that both have, but `cur` only where there are no spikes. */
  readonly signals?: readonly string[];
  /** By how much numbers other than spikes may differ, of the larger one or of 1. Default 1e-6. */
  readonly tolerance?: number;
  /** What the two are called in the text. Default 'a' and 'b'. */
  readonly names?: readonly [string, string];
}

/**
 * Runs two networks on the same input and resolves to where they first differ: the step, the node, the neuron, and the
 * membranes of both. Either may be a recording instead, of `record()` or of another simulator:
 * `{ lif1: { spk: { shape: [steps, batch, neurons], data } } }`, without the batch if it is of one; signals of the last
 * layer may stand in it without a name.
 *
 * Spikes must be the same, other signals within the tolerance. Nodes are compared in the order of the first one's, those
 * that both have; nodes and signals that only one has are listed in the result. `String(result)` is a report.
 *
 * Rejects with a `TypeError` where there is nothing to compare, with a `RangeError` that says both shapes where they
 * differ, and with what a run fails with.
 *
 * @example
 * const net = (beta: number) =>
 *   network({ nodes: { fc: linear(fc1), out: leaky({ beta }) }, edges: [['input', 'fc', 'out', 'output']] });
 * const run = { input: rate(digit, { steps: 10, seed: 1 }), signals: ['spk'] };
 * const found = await compare(net(0.9), net(0.5), { ...run, names: ['slow', 'fast'] });
 * console.log(String(found)); // They first differ in step 2 of 10, at node 'out', neuron 8: slow fires, ...
 */
export async function compare(
  a: Comparable,
  b: Comparable,
  options: CompareOptions = {},
): Promise<Comparison> {
  optionsOf('compare', options, ['input', 'signals', 'tolerance', 'names']);
  const { signals, tolerance = 1e-6, names = ['a', 'b'] } = options;
  number('compare: tolerance', tolerance, { min: 0 });
  if (names.length !== 2) throw new TypeError(`compare: names must be two, got ${show(names)}`);
  const [first, second] = [await recordingOf(a, options), await recordingOf(b, options)];
  // what one recording has of its last layer alone is that of the other's, whatever its name there
  const beside = isUnnamed(first) || isUnnamed(second);
  return new Comparison(nodesOf(first, beside), nodesOf(second, beside), { signals, tolerance, names });
}

async function recordingOf(
  of: Comparable,
  { input }: CompareOptions,
): Promise<Readonly<Record<string, unknown>>> {
  if ((of as { type?: unknown } | null)?.type === 'NIRGraph')
    throw new TypeError('compare: takes networks and recordings, make one of the graph with network(graph)');
  if (typeof of === 'object' && of !== null) return of as Readonly<Record<string, unknown>>;
  if (typeof of !== 'function')
    throw new TypeError(`compare: takes networks and recordings, got ${show(of)}`);
  if (!input) throw new TypeError('compare: a network needs the option input, a stream of steps');
  return lastValueFrom(input.pipe(of as StepOperator, recordFor('compare', undefined, undefined)));
}

/** The layers of a recording and, where it is asked for, what is beside them as `output`. */
function nodesOf(recording: Readonly<Record<string, unknown>>, withLast: boolean): Nodes {
  const { layers, beside } = partsOf(recording);
  const last = Object.fromEntries(beside);
  return new Map<string, Partial<LayerTraces>>(
    withLast && beside.length > 0 ? [...layers, ['output', last]] : layers,
  );
}

/** Whether what is beside the layers, the signals of the last one, has no name of its own. */
function isUnnamed(recording: Readonly<Record<string, unknown>>): boolean {
  const { layers, beside } = partsOf(recording);
  return !beside.every(([signal, trace]) => layers.some(([, layer]) => layer[signal] === trace));
}

function partsOf(recording: Readonly<Record<string, unknown>>) {
  const entries = Object.entries(recording);
  return {
    layers: entries.filter(([, value]) => !isTrace(value)) as [string, LayerTraces][],
    beside: entries.filter(([, value]) => isTrace(value)) as [string, Trace][],
  };
}

/** Looser than `record`'s: numbers of another simulator may lie in any array; `pairsOf` says what is wrong with one. */
function isTrace(value: unknown): value is Trace {
  return typeof value === 'object' && value !== null && 'shape' in value && 'data' in value;
}
