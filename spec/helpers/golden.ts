import type { Recording, Trace } from 'rxsnn';
import type { Semantics } from '../../src/layers/nir/semantics.js';
import { decodeAll, type Packed, type Reference } from './decode.js';

/** A network in a NIR file, and what it must compute under each of the semantics that it has. */
export interface Golden {
  readonly name: string;
  readonly dt: number;
  readonly typeCheck: boolean;
  readonly outputNode: string;
  readonly input: Packed;
  readonly profiles: Partial<Record<Semantics, { readonly nodes: Record<string, Record<string, Packed>> }>>;
  readonly omitted: Partial<Record<Semantics, string>>;
}

/** Signals of ours by the names of the traces; `out` is what a node puts out. */
const signals: Readonly<Record<string, readonly string[]>> = {
  spk: ['spk'],
  mem: ['mem'],
  syn: ['syn'],
  out: ['spk', 'cur', 'mem'],
};

/** How a recording differs from a golden trace: names of what is not the same, each with by how much. */
export function differences(
  rec: Recording,
  { profiles, outputNode }: Golden,
  semantics: Semantics,
  tolerance: number,
): string[] {
  const different = Object.entries(profiles[semantics]!.nodes).flatMap(([node, traces]) =>
    Object.entries(traces).flatMap(([signal, packed]) => {
      const [found, wanted] = [traceOf(rec, node.replace('/', '.'), signal), decoded(packed)];
      const apart = distance(found, wanted);
      return apart <= (signal === 'spk' ? 0 : tolerance) ? [] : [`${node}.${signal} by ${apart}`];
    }),
  );
  const last = distance(traceOf(rec, undefined, 'out'), traceOf(rec, outputNode, 'out'));
  return last === 0 ? different : [...different, `the output by ${last}`];
}

export function decoded(packed: Packed): Reference {
  return decodeAll({ packed }).packed!;
}

function traceOf(rec: Recording, node: string | undefined, wanted: string): Trace {
  const layer = node === undefined ? rec : rec[node];
  const name = signals[wanted]!.find((signal) => layer?.[signal] !== undefined);
  if (name === undefined) throw new Error(`${node}: no ${wanted} among ${Object.keys(layer ?? {})}`);
  return layer![name]!;
}

/** The largest difference; infinite for another shape or what is no number. */
function distance(found: Trace, wanted: Reference | Trace): number {
  if (found.shape.join() !== wanted.shape.join()) return Number.POSITIVE_INFINITY;
  const far = (value: number, i: number) => Math.abs(value - found.data[i]!);
  return wanted.data.reduce(
    (most, value, i) => (far(value, i) <= most ? most : far(value, i) || Number.POSITIVE_INFINITY),
    0,
  );
}
