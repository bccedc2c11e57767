import { listed } from '../check.js';
import { type LayerTraces, type Trace, usualSignals } from '../recording.js';
import { describeShape, type Shape, sameShape, sizeOf } from '../shape.js';

/** Traces of two runs by node and signal. */
export type Nodes = ReadonlyMap<string, Partial<LayerTraces>>;

/** What both runs have under one name. */
export interface Pair {
  readonly node: string;
  readonly signal: string;
  /** [steps, batch, ...features] of both. */
  readonly shape: Shape;
  readonly data: readonly [ArrayLike<number>, ArrayLike<number>];
}

/**
 * The signals that two runs have in common, or those that are wanted. Throws a `TypeError` for what is no trace and where
 * there is none in common, and a `RangeError` for shapes that differ; a trace may lack the axis of a batch of one.
 */
export function pairsOf(
  a: Nodes,
  b: Nodes,
  wanted: readonly string[] | undefined,
  names: readonly [string, string],
): Pair[] {
  const shared = [...a].filter(([node]) => b.has(node));
  const common = ([node, layer]: (typeof shared)[number]) =>
    Object.keys(layer).filter((signal) => layer[signal] && b.get(node)![signal]);
  const pairs = shared.flatMap((entry): Pair[] => {
    const [node, layer] = entry;
    const all = common(entry);
    const signals = wanted?.filter((signal) => all.includes(signal)) ?? usualSignals(all);
    return signals.map((signal) => pairOf(node, signal, [layer[signal]!, b.get(node)![signal]!], names));
  });
  if (pairs.length > 0) return pairs;
  const there = [...new Set(shared.flatMap(common))];
  if (wanted && there.length > 0) {
    const [known, got] = [there, wanted].map(listed);
    throw new TypeError(`compare: signals must be some of ${known}, which both have, got ${got}`);
  }
  const have = names.map((name, i) => `${name} has ${[...(i ? b : a).keys()].join(', ') || 'none'}`);
  throw new TypeError(`compare: the two must have a node and a signal in common, ${have.join(', ')}`);
}

function pairOf(
  node: string,
  signal: string,
  traces: readonly [Trace, Trace],
  names: readonly [string, string],
): Pair {
  for (const [i, { shape, data }] of traces.entries())
    checkTrace(`${signal} of '${node}'`, shape, data, names[i]!);
  const [x, y] = traces.map(({ shape }) => shape) as [Shape, Shape];
  const shape = [x, y].find((shape) => [x, y].every((other) => fits(other, shape)));
  if (shape) return { node, signal, shape, data: [traces[0].data, traces[1].data] };
  const shapes = [x, y].map((shape, i) => `${describeShape(shape)} of ${names[i]}`).join(' and ');
  throw new RangeError(`compare: ${signal} of '${node}' must have one shape, got ${shapes}`);
}

/** Whether a trace has that shape, or the same without the axis of a batch of one. */
function fits(trace: Shape, shape: Shape): boolean {
  const alone = shape[1] === 1 && shape.length > 2;
  return sameShape(trace, shape) || (alone && sameShape(trace, [shape[0]!, ...shape.slice(2)]));
}

function checkTrace(what: string, shape: unknown, data: unknown, name: string): void {
  const [isShape, length] = [Array.isArray(shape), (data as ArrayLike<number> | undefined)?.length];
  if (!isShape || length === undefined) {
    throw new TypeError(
      `compare: ${what} must be { shape: [steps, batch, ...features], data }, ${name} has none`,
    );
  }
  if (length === sizeOf(shape as Shape)) return;
  const sizes = `${describeShape(shape as Shape)} and ${length} numbers of ${name}`;
  throw new RangeError(`compare: ${what} must have as many numbers as its shape, got ${sizes}`);
}
