import { table } from '../network/table.js';
import { describeShape, type Shape, sizeOf } from '../shape.js';
import { type Nodes, type Pair, pairsOf } from './pairs.js';

/** Where two runs part. */
export interface Difference {
  /** Number of the step, from 0. */
  readonly step: number;
  readonly node: string;
  readonly signal: string;
  /** Sample of the batch, and neuron in it, from 0. */
  readonly sample: number;
  readonly neuron: number;
  /** Where the neuron is in its layer: `[channel, row, column]` of a convolution's. */
  readonly place: readonly number[];
  /** Both values of the signal. */
  readonly values: readonly [number, number];
  /** Both membranes of the neuron at that step, and one step before, where the node has them. */
  readonly mem: readonly [number, number] | undefined;
  readonly memBefore: readonly [number, number] | undefined;
}

/** How much one signal of one node differs. */
export interface SignalComparison {
  readonly node: string;
  readonly signal: string;
  /** How many numbers differ, of how many. */
  readonly differing: number;
  readonly count: number;
  /** The largest difference of two numbers. */
  readonly largest: number;
  /** The first step in which any do. */
  readonly firstStep: number | undefined;
}

interface Settings {
  readonly signals: readonly string[] | undefined;
  readonly tolerance: number;
  readonly names: readonly [string, string];
}

/** What `compare` found. */
export class Comparison {
  readonly steps: number;
  /** The first difference in time, and among those of a step the one of the first node; `undefined` if there is none. */
  readonly first: Difference | undefined;
  readonly signals: readonly SignalComparison[];
  /** Nodes that only one of the two has. */
  readonly unmatched: readonly string[];
  readonly #names: readonly [string, string];
  readonly #samples: number;

  constructor(a: Nodes, b: Nodes, { signals, tolerance, names }: Settings) {
    const pairs = pairsOf(a, b, signals, names);
    const found = pairs.map((pair) => ({ pair, ...differencesIn(pair, tolerance) }));
    const firsts = found.filter(({ index }) => index !== undefined);
    const earliest = firsts.sort((x, y) => x.firstStep! - y.firstStep!)[0];
    this.steps = Math.max(...pairs.map(({ shape }) => shape[0]!));
    this.signals = found.map(({ pair: { node, signal }, index, ...rest }) => ({ node, signal, ...rest }));
    this.first = earliest && differenceAt(earliest.pair, earliest.index!, [a, b]);
    this.unmatched = [...new Set([...a.keys(), ...b.keys()])].filter((node) => !a.has(node) || !b.has(node));
    this.#names = names;
    this.#samples = Math.max(...pairs.map(({ shape }) => shape[1] ?? 1));
  }

  /** Whether all that was compared is the same. */
  get equal(): boolean {
    return this.first === undefined;
  }

  toString(): string {
    const head = ['node', 'signal', 'differ', 'of', 'largest', 'first step'];
    const rows = this.signals.map(({ node, signal, differing, count, largest, firstStep }) => [
      ...[node, signal, `${differing}`, `${count}`],
      ...[differing === 0 ? '' : short(largest), firstStep === undefined ? '' : `${firstStep}`],
    ]);
    const missing = this.unmatched.length > 0 ? [`Only one of them has ${this.unmatched.join(', ')}.`] : [];
    return [this.#sentence(), ...missing, '', table([head, ...rows], { right: [2, 3, 4, 5] })].join('\n');
  }

  #sentence(): string {
    if (!this.first) return `They do not differ in ${this.steps} steps.`;
    const { step, node, signal, sample, neuron, place, values, mem, memBefore } = this.first;
    const [a, b] = this.#names;
    const at = place.length > 1 ? describeShape(place) : neuron;
    const spot = `node '${node}',${this.#samples > 1 ? ` sample ${sample},` : ''} neuron ${at}`;
    const where = `They first differ in step ${step} of ${this.steps}, at ${spot}`;
    const both = (pair: readonly [number, number]) => `${a} ${digits(pair, 0)}, ${b} ${digits(pair, 1)}`;
    const fires = values[0] > values[1] ? `${a} fires, ${b} does not` : `${b} fires, ${a} does not`;
    const lines = [`${where}: ${signal === 'spk' ? fires : `${signal} of ${both(values)}`}.`];
    if (mem && signal !== 'mem') lines.push(`Membranes: ${both(mem)}.`);
    if (memBefore) lines.push(`Membranes one step before: ${both(memBefore)}.`);
    return lines.join('\n');
  }
}

function differencesIn({ signal, shape, data: [x, y] }: Pair, tolerance: number) {
  const exact = signal === 'spk';
  let index: number | undefined;
  let [differing, largest] = [0, 0];
  for (let i = 0; i < x.length; i += 1) {
    const apart = Math.abs(x[i]! - y[i]!);
    const allowed = exact ? 0 : tolerance * Math.max(1, Math.abs(x[i]!), Math.abs(y[i]!));
    // NaN differs from every other number
    if (apart <= allowed || Object.is(x[i], y[i])) continue;
    index ??= i;
    differing += 1;
    largest = Math.max(largest, apart);
  }
  const size = sizeOf(shape.slice(1));
  const firstStep = index === undefined ? undefined : Math.floor(index / size);
  return { index, differing, count: x.length, largest, firstStep };
}

function differenceAt(
  { node, signal, shape }: Pair,
  index: number,
  nodes: readonly [Nodes, Nodes],
): Difference {
  const size = sizeOf(shape.slice(1));
  const features = shape.slice(2);
  const neurons = sizeOf(features);
  const at = (signal: string, index: number): readonly [number, number] | undefined => {
    const [x, y] = nodes.map((layers) => layers.get(node)?.[signal]?.data[index]);
    return x === undefined || y === undefined ? undefined : [x, y];
  };
  return {
    step: Math.floor(index / size),
    node,
    signal,
    sample: Math.floor((index % size) / neurons),
    neuron: index % neurons,
    place: placeOf(index % neurons, features),
    values: at(signal, index)!,
    mem: at('mem', index),
    memBefore: at('mem', index - size),
  };
}

/** The index along each axis. */
function placeOf(index: number, features: Shape): number[] {
  return features.map((size, axis) => Math.floor(index / sizeOf(features.slice(axis + 1))) % size);
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** One of two numbers, with as many digits as tell them apart, at least four. */
function digits(pair: readonly [number, number], which: 0 | 1): string {
  let places = 4;
  while (places < 9 && pair[0] !== pair[1] && pair[0].toPrecision(places) === pair[1].toPrecision(places))
    places += 1;
  return String(Number(pair[which].toPrecision(Math.min(9, places + 1))));
}
