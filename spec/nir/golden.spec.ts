import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { current, network, readNir, record, to } from 'rxsnn';
import type { Semantics } from '../../src/layers/nir/semantics.js';
import { decoded, differences, type Golden } from '../helpers/golden.js';
import { exact, running } from '../helpers/modes.js';

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
describe.each(running)('a NIR network on %s', (device) => {
  it.each(profiles)('computes the golden trace $name as $semantics', async ({ golden, semantics }) => {
    const { name, dt, typeCheck, input } = golden;
    const graph = await readNir(`${folder}/${name}.nir`, { typeCheck });
    const steps$ = current(decoded(input)).pipe(to(device), network(graph, { dt, semantics }));
    const rec = await lastValueFrom(steps$.pipe(record()));
    expect(differences(rec, golden, semantics, exact.includes(device) ? 1e-6 : 1e-5)).toEqual([]);
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
