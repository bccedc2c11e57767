import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { current, network, type Recording, readNir, record, type Trace, to } from 'rxsnn';
import type { Semantics } from '../../src/layers/nir/semantics.js';
import { decodeAll, type Packed, type Reference } from '../helpers/decode.js';
import { exact, running } from '../helpers/modes.js';

/** A network in a NIR file, and what it must compute under each of the semantics that it has. */
interface Golden {
  readonly name: string;
  readonly dt: number;
  readonly typeCheck: boolean;
  readonly outputNode: string;
  readonly input: Packed;
  readonly profiles: Partial<Record<Semantics, { readonly nodes: Record<string, Record<string, Packed>> }>>;
  readonly omitted: Partial<Record<Semantics, string>>;
}

const folder = 'spec/reference/nir';
const cases = readdirSync(folder)
  .filter((name) => name.endsWith('.json') && !name.startsWith('bad-'))
  .map((name) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as Golden);
const profiles = cases.flatMap((golden) =>
  (Object.keys(golden.profiles) as Semantics[]).map((semantics) => ({
    golden,
    semantics,
    name: golden.name,
  })),
);
/** Signals of ours by the names of the traces; `out` is what a node puts out. */
const signals: Readonly<Record<string, readonly string[]>> = {
  spk: ['spk'],
  mem: ['mem'],
  syn: ['syn'],
  out: ['spk', 'cur', 'mem'],
};

describe.each(running)('a NIR network on %s', (device) => {
  it.each(profiles)('computes the golden trace $name as $semantics', async ({ golden, semantics }) => {
    const { name, dt, typeCheck, profiles, outputNode } = golden;
    const graph = await readNir(`${folder}/${name}.nir`, { typeCheck });
    const steps$ = current(decoded(golden.input)).pipe(to(device), network(graph, { dt, semantics }));
    const rec = await lastValueFrom(steps$.pipe(record()));
    const { nodes } = profiles[semantics]!;
    for (const [node, traces] of Object.entries(nodes)) {
      for (const [signal, packed] of Object.entries(traces)) {
        const wanted = decoded(packed);
        const found = traceOf(rec, node.replace('/', '.'), signals[signal]!);
        expect(found.shape).toEqual(wanted.shape);
        if (signal === 'spk') expect(found.data).toEqual(wanted.data);
        else closeTo(found, wanted, exact.includes(device) ? 1e-6 : 1e-5, `${node}.${signal}`);
      }
    }
    const last = [undefined, outputNode].map((node) => traceOf(rec, node, signals.out!));
    expect(last[0]).toEqual(last[1]);
  });
});

describe('semantics that a node does not have', () => {
  // scale and threshold have no state: they are the same in all semantics
  const omitted = cases.flatMap(({ name, omitted }) =>
    omitted.snntorch && name !== 'linear-scale-threshold' ? [{ name, why: omitted.snntorch }] : [],
  );

  it.each(omitted)('are refused: $name, for $why', async ({ name }) => {
    const graph = await readNir(`${folder}/${name}.nir`);
    expect(() => network(graph, { semantics: 'snntorch' })).toThrow(/^network: node '\w+': /);
  });
});

function decoded(packed: Packed): Reference {
  return decodeAll({ packed }).packed!;
}

function traceOf(rec: Recording, node: string | undefined, signals: readonly string[]): Trace {
  const layer = node === undefined ? rec : rec[node];
  const name = signals.find((signal) => layer?.[signal] !== undefined);
  if (name === undefined) throw new Error(`${node}: none of ${signals} among ${Object.keys(layer ?? {})}`);
  return layer![name]!;
}

function closeTo(found: Trace, wanted: Reference, tolerance: number, what: string): void {
  const worst = wanted.data.reduce((most, value, i) => Math.max(most, Math.abs(value - found.data[i]!)), 0);
  expect({ what, close: worst <= tolerance || worst }).toEqual({ what, close: true });
}
