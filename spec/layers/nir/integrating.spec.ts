import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BehaviorSubject, lastValueFrom, map, tap, toArray } from 'rxjs';
import {
  block,
  cubaLi,
  cubaLif,
  current,
  ifNeuron,
  integrator,
  type LayerOperator,
  li,
  lif,
  rand,
  record,
  to,
} from 'rxsnn';
import { decodeAll } from '../../helpers/decode.js';
import { exact, running } from '../../helpers/modes.js';
import { type GoldenCase, integrators } from '../../helpers/neurons.js';
import { keepsTheStreamContract } from '../../helpers/operator.js';
import { folder, readJson } from '../../helpers/reference.js';

const cases = readdirSync(join(folder, 'integrators')).map((file) => `integrators/${file.slice(0, -5)}`);

const run = (layer: LayerOperator, input: Parameters<typeof current>[0]) =>
  lastValueFrom(current(input).pipe(layer, record()));

describe.each(running)('NIR neurons on %s', (device) => {
  it.each(cases)('%s: the golden traces of every semantics', async (name) => {
    const { model, options, input, profiles } = readJson(name) as GoldenCase;
    const { x } = decodeAll(input);
    expect(Object.keys(profiles).length).toBeGreaterThan(1);
    for (const [semantics, packed] of Object.entries(profiles)) {
      const layer = integrators[model]!({ ...options, semantics });
      const rec = await lastValueFrom(current(x!).pipe(to(device), layer, record()));
      for (const [signal, wanted] of Object.entries(decodeAll(packed))) {
        const found = rec[signal]!;
        expect(found.shape).toEqual(wanted.shape);
        if (exact.includes(device) || signal === 'spk') expect(found.data).toEqual(wanted.data);
        else expectClose(found.data, wanted.data);
      }
    }
  });
});

describe('NIR neurons', () => {
  const [leak, synapse] = [
    { tau: 1e-3, vLeak: 0.1 },
    { tauMem: 1e-3, tauSyn: 5e-4, vLeak: 0.1, wIn: 0.5 },
  ];
  const fires = { vReset: -0.1 };
  const constants: Record<string, object> = {
    ...{ integrator: {}, li: leak, cubaLi: synapse },
    ...{ ifNeuron: fires, lif: { ...leak, ...fires }, cubaLif: { ...synapse, ...fires } },
  };

  it.each(Object.keys(integrators))(
    '%s is computed as NIR writes it, whatever the block and the device',
    async (name) => {
      const layer = integrators[name]!({ r: 900, ...constants[name] });
      const input = rand([25, 2, 5], { seed: 3 });
      const wanted = await run(layer, input);
      for (const device of running) {
        const found = await lastValueFrom(current(input).pipe(block(7), to(device), layer, record()));
        for (const signal of Object.keys(wanted)) {
          if (exact.includes(device)) expect(found[signal]).toEqual(wanted[signal]);
        }
      }
    },
  );

  it('takes for a time constant of the synapse that is the membrane’s the limit of the others', async () => {
    const input = rand([40, 1, 3], { seed: 1 });
    const at = async (tauSyn: number) =>
      (await run(cubaLi({ tauSyn, tauMem: 1e-3, r: 2, semantics: 'exact' }), input)).mem.data;
    const [limit, near] = [await at(1e-3), await at(1.01e-3)];
    limit.forEach((v, i) => {
      expect(Math.abs(v - near[i]!)).toBeLessThan(0.01);
    });
    expect(Math.max(...limit)).toBeGreaterThan(0.5);
  });
});

describe('semantics norse', () => {
  const f = Math.fround;
  const constants = fc.record({
    tau: fc.float({ min: f(5e-4), max: f(1e-2), noNaN: true }),
    tauSyn: fc.float({ min: f(5e-4), max: f(1e-2), noNaN: true }),
    vLeak: fc.float({ min: f(-0.5), max: f(0.5), noNaN: true }),
    r: fc.float({ min: f(0.5), max: 2, noNaN: true }),
    wIn: fc.float({ min: f(0.5), max: 8, noNaN: true }),
    seed: fc.nat(),
  });

  it('is, operation by operation, what Norse computes', async () => {
    await fc.assert(
      fc.asyncProperty(constants, async ({ tau, tauSyn, vLeak, r, wIn, seed }) => {
        const input = rand([30], { seed }).data.map((x) => x * 3);
        const dt = f(1e-4);
        const [k, ks] = [f(dt * f(1 / tau)), f(dt * f(1 / tauSyn))];
        const box = (v: number, x: number) => f(v + f(k * f(f(x + vLeak) - v)));
        const leak = (v: number, x: number, rate: number) => f(v + f(rate * f(f(vLeak - v) + x)));
        const shared = { vLeak, semantics: 'norse', vThreshold: 0.1 } as const;
        const wanted = { lif: [] as number[], li: [] as number[], cuba: [] as number[], iaf: [] as number[] };
        let [v, u, w, i, q] = [0, 0, 0, 0, 0];
        for (const x of input) {
          v = box(v, x);
          v = v > f(0.1) ? 0 : v;
          u = leak(u, x, k);
          i = leak(i, f(wIn * x), ks);
          w = box(w, f(r * i));
          w = w > f(0.1) ? 0 : w;
          q = f(q + x);
          q = q > f(0.1) ? 0 : q;
          wanted.lif.push(v);
          wanted.li.push(u);
          wanted.cuba.push(w);
          wanted.iaf.push(q);
        }
        const mem = async (layer: LayerOperator) => [...(await run(layer, input)).mem.data];
        expect(await mem(lif({ tau, ...shared }))).toEqual(wanted.lif);
        expect(await mem(li({ tau, vLeak, semantics: 'norse' }))).toEqual(wanted.li);
        expect(await mem(cubaLif({ tauMem: tau, tauSyn, r, wIn, ...shared }))).toEqual(wanted.cuba);
        expect(await mem(ifNeuron({ semantics: 'norse', vThreshold: 0.1 }))).toEqual(wanted.iaf);
      }),
      { numRuns: 20 },
    );
  });
});

describe.each([
  ['lif', () => lif({ tau: 2e-4 })],
  ['li', () => li({ tau: 2e-4 })],
  ['cubaLif', () => cubaLif({ tauSyn: 2e-4, tauMem: 2e-4 })],
])('%s', (_, make) => {
  keepsTheStreamContract(make);
});

describe('a NIR neuron', () => {
  it('without a threshold passes its membrane on, with one its spikes', async () => {
    const outputs = (layer: LayerOperator) =>
      lastValueFrom(
        current([1, 1]).pipe(
          layer,
          map((step) => step.output.data[0]),
          toArray(),
        ),
      );
    expect(await outputs(li({ tau: 0.02, dt: 0.01 }))).toEqual([0.5, 0.75]);
    expect(await outputs(integrator({ r: 100, dt: 0.01 }))).toEqual([1, 2]);
    expect(await outputs(lif({ tau: 0.02, dt: 0.01, vThreshold: 0.6 }))).toEqual([0, 1]);
  });

  it('starts from a given membrane and current', async () => {
    const options = { tauSyn: 2e-4, tauMem: 2e-4, mem: [0, 2], syn: 1 };
    expect([...(await run(cubaLi(options), [[0, 0]])).mem.data]).toEqual([0.5, 1.5]);
  });

  it('follows a parameter that varies, and what is computed from it', async () => {
    for (const semantics of ['euler', 'exact', 'snntorch', 'norse'] as const) {
      const tau = new BehaviorSubject(1e-3);
      const input = rand([10, 1, 2], { seed: 8 });
      const live = current(input).pipe(
        tap(({ t }) => {
          if (t === 4) tau.next(2e-3);
        }),
        lif({ tau, semantics, vThreshold: 0.1 }),
        record(),
      );
      const part = (from: number, to: number) => input.data.slice(from * 2, to * 2);
      const before = await run(lif({ tau: 1e-3, semantics, vThreshold: 0.1 }), {
        shape: [4, 1, 2],
        data: part(0, 4),
      });
      const mem = before.mem.data.slice(-2);
      const after = await run(lif({ tau: 2e-3, semantics, vThreshold: 0.1, mem }), {
        shape: [6, 1, 2],
        data: part(4, 10),
      });
      expect([...(await lastValueFrom(live)).mem.data]).toEqual([...before.mem.data, ...after.mem.data]);
    }
  });

  it('names the rule that an option breaks', () => {
    expect(() => lif({} as never)).toThrow('lif: tau must be given, in seconds');
    expect(() => lif(undefined as never)).toThrow('lif: takes an object of options, got undefined');
    expect(() => lif({ tau: 0 })).toThrow('lif: tau must be above 0, got 0');
    expect(() => lif({ tau: 1, dt: -1 })).toThrow('lif: dt must be above 0, got -1');
    expect(() => lif({ tau: 1, r: Number.NaN })).toThrow('lif: r must be finite, got NaN');
    expect(() => lif({ tau: [1, 2], r: [1, 2, 3] })).toThrow('lif: r has 3 values, tau has 2');
    expect(() => li({ tau: 1, semantics: 'snntorch' as never })).toThrow(
      "li: semantics must be one of 'euler', 'exact', 'norse', got 'snntorch'",
    );
    expect(() => lif({ tau: 1, vLeak: 0.5, semantics: 'snntorch' })).toThrow(
      "lif: vLeak must be 0, semantics 'snntorch' has no other, got 0.5",
    );
    expect(() => cubaLif({ tauSyn: 1e-3, tauMem: 2e-3, r: 10, semantics: 'snntorch' })).toThrow(
      "cubaLif: r must be tauMem / dt = 20 for semantics 'snntorch', got 10",
    );
    expect(() => lif({ tau: 1, r: 2, semantics: 'norse' })).toThrow(
      "lif: r must be 1, semantics 'norse' has no other, got 2",
    );
  });

  it('says both sizes where a parameter does not fit the layer', async () => {
    await expect(run(lif({ tau: [1, 1] }), [[1, 2, 3]])).rejects.toThrow('values, the layer has 3 neurons');
  });
});

function expectClose(found: Float32Array, wanted: Float32Array): void {
  const worst = found.reduce((most, x, i) => Math.max(most, Math.abs(x - wanted[i]!)), 0);
  expect(worst).toBeLessThanOrEqual(1e-6);
}
