import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BehaviorSubject, lastValueFrom, tap } from 'rxjs';
import {
  alpha,
  block,
  current,
  deltaLeaky,
  type LayerOperator,
  Linear,
  lapicque,
  leaky,
  type ResetMechanism,
  rand,
  record,
  rleaky,
  rsynaptic,
  slstm,
  synaptic,
  type Tensor,
  type TensorLike,
  tensor,
  to,
} from 'rxsnn';
import { exact } from '../helpers/modes.js';
import { keepsTheStreamContract } from '../helpers/operator.js';

const f = Math.fround;
const recurrent = new Linear(
  [
    [0.25, -0.5, 0.125],
    [0.5, 0.25, -0.25],
    [-0.125, 0.75, 0.5],
  ],
  [0.0625, 0, -0.0625],
);
const pair = new Linear([
  [0.25, -0.5],
  [0.5, 0.25],
]);
const lstm = {
  weight_ih: rand([8, 2], { seed: 1 }),
  weight_hh: rand([8, 2], { seed: 2 }),
  bias_ih: rand([8], { seed: 3 }),
};

/** Every neuron of snnTorch's, for layers of three. */
const neurons: Record<string, () => LayerOperator> = {
  lapicque: () => lapicque({ R: [1, 2, 3], C: 4, threshold: 0.4 }),
  synaptic: () => synaptic({ alpha: 0.7, beta: [0.5, 0.8, 0.9] }),
  alpha: () => alpha({ alpha: 0.9, beta: [0.5, 0.8, 0.7], threshold: 0.5 }),
  'rleaky, all to all': () => rleaky({ beta: 0.8, recurrent }),
  'rleaky, one to one': () => rleaky({ beta: 0.8, V: [0.5, -0.25, 1] }),
  'rsynaptic, all to all': () => rsynaptic({ alpha: 0.5, beta: 0.8, recurrent }),
  'rsynaptic, one to one': () => rsynaptic({ alpha: 0.5, beta: 0.8, V: 0.5 }),
  'rleaky, which inhibits': () => rleaky({ beta: 0.8, recurrent, inhibition: true }),
  'rleaky, one to one, which inhibits': () => rleaky({ beta: 0.8, V: 0.5, inhibition: true }),
  'synaptic, which inhibits': () => synaptic({ alpha: 0.7, beta: 0.8, inhibition: true }),
  deltaLeaky: () => deltaLeaky({ beta: 0.8, deltaThreshold: 0.5 }),
  slstm: () =>
    slstm({ weight_ih: rand([12, 3], { seed: 4 }), weight_hh: rand([12, 3], { seed: 5 }), threshold: 0.45 }),
};

const input = rand([30, 2, 3], { seed: 9 });
const run = (layer: LayerOperator, values: TensorLike = input) =>
  lastValueFrom(current(values).pipe(layer, record()));

describe.each(Object.entries(neurons))('%s', (_, make) => {
  it('is the same whatever the block and the device, and fires now and then', async () => {
    const wanted = await lastValueFrom(current(input).pipe(block(1), make(), record()));
    const fired = wanted.spk.data.filter((s) => s === 1).length;
    expect(fired).toBeGreaterThan(3);
    expect(fired).toBeLessThan(wanted.spk.data.length - 3);
    for (const device of exact) {
      const found = await lastValueFrom(current(input).pipe(block(7), to(device), make(), record()));
      expect(found.spk).toEqual(wanted.spk);
      found.mem.data.forEach((v, i) => {
        expect(Math.abs(v - wanted.mem.data[i]!)).toBeLessThan(1e-6);
      });
    }
  });

  it('treats the samples of a batch as if each were alone', async () => {
    const all = await run(make());
    for (const sample of [0, 1]) {
      const own = (data: Float32Array) => data.filter((_, i) => Math.floor(i / 3) % 2 === sample);
      const alone = await run(make(), { shape: [30, 1, 3], data: own(input.data) });
      expect(alone.spk.data).toEqual(own(all.spk.data));
      expect(alone.mem.data).toEqual(own(all.mem.data));
    }
  });

  it('goes on from its saved state, exactly', async () => {
    let saved: readonly (readonly Tensor[])[] = [];
    const kept: number[][] = [];
    await lastValueFrom(
      current(input).pipe(
        make(),
        tap(({ t, mem, spk, flow }) => {
          kept.push([...mem!.data, ...spk!.data]);
          if (kept.length === 8) {
            saved = flow.parts.map((part) => part.save!().map(({ data, shape }) => tensor(data, shape)));
          } else if (t === 14 && kept.length === 15) {
            for (const [i, part] of flow.parts.entries()) part.load!(saved[i]!);
            flow.t = 8;
          }
        }),
      ),
    );
    expect(kept).toHaveLength(15 + 30 - 8);
    expect(kept.slice(15, 22)).toEqual(kept.slice(8, 15));
  });
});

const options = fc.record({
  alpha: fc.float({ min: 0, max: 1, noNaN: true }),
  beta: fc.float({ min: 0, max: 1, noNaN: true }),
  threshold: fc.oneof(fc.float({ min: f(0.1), max: 2, noNaN: true }), fc.constant<number[]>([0.5, 1, 1.5])),
  resetMechanism: fc.constantFrom<ResetMechanism>('subtract', 'zero', 'none'),
  resetDelay: fc.boolean(),
  inhibition: fc.boolean(),
  V: fc.oneof(fc.float({ min: -1, max: 1, noNaN: true }), fc.constant<number[]>([0.5, -0.25, 1])),
});

describe('synaptic and the recurrent neurons', () => {
  it('equal their equations in float32, whatever the options', async () => {
    await fc.assert(
      fc.asyncProperty(options, fc.nat(), async (given, seed) => {
        const cur = rand([12, 2, 3], { seed }).data.map((x) => x * 1.5);
        const { alpha: _, V: __, ...first } = given;
        const { V: ___, ...second } = given;
        const layers: [LayerOperator, Kind][] = [
          [synaptic(second), { order: 2 }],
          [rleaky({ ...first, V: given.V }), { order: 1, V: given.V }],
          [rsynaptic({ ...second, V: given.V }), { order: 2, V: given.V }],
          [rleaky({ ...first, recurrent }), { order: 1, recurrent }],
          [rsynaptic({ ...second, recurrent }), { order: 2, recurrent }],
        ];
        for (const [layer, kind] of layers) {
          const wanted = byHand(cur, given, kind);
          for (const device of exact) {
            const source = current({ shape: [12, 2, 3], data: cur });
            const rec = await lastValueFrom(source.pipe(to(device), layer, record()));
            expect({ spk: rec.spk.data, mem: rec.mem.data }).toEqual(wanted);
          }
        }
      }),
      { numRuns: 6 },
    );
  });
});

interface Given {
  readonly alpha: number;
  readonly beta: number;
  readonly threshold: number | number[];
  readonly resetMechanism: ResetMechanism;
  readonly resetDelay: boolean;
  readonly inhibition: boolean;
}

interface Kind {
  readonly order: 1 | 2;
  readonly V?: number | number[];
  readonly recurrent?: Linear;
}

const at = (value: number | number[], n: number) => f(typeof value === 'number' ? value : value[n]!);

/** snnTorch's order of operations for 12 steps of 2 samples of 3 neurons, each rounded to float32. */
function byHand(cur: Float32Array, given: Given, { order, V, recurrent }: Kind) {
  const { alpha, beta, threshold, resetMechanism, resetDelay, inhibition } = given;
  const [spk, mem, syn] = [new Float32Array(72), new Float32Array(72), new Float32Array(72)];
  const before = (all: Float32Array, i: number) => (i < 6 ? 0 : all[i - 6]!);
  const back = (i: number) => {
    const n = i % 3;
    if (V !== undefined) return f(before(spk, i) * at(V, n));
    if (!recurrent) return undefined;
    let sum = recurrent.bias!.data[n]!;
    for (let from = 0; from < 3; from++) {
      sum = f(sum + f(before(spk, i - n + from) * recurrent.weight.data[n * 3 + from]!));
    }
    return sum;
  };
  for (let row = 0; row < 72; row += 3) {
    const over: number[] = [];
    for (let i = row; i < row + 3; i++) {
      const theta = at(threshold, i % 3);
      const reset = before(mem, i) > theta ? 1 : 0;
      const rec = back(i);
      const plus = (x: number) => (rec === undefined ? x : f(x + rec));
      let base = plus(f(f((order === 1 ? beta : alpha) * before(order === 1 ? mem : syn, i)) + cur[i]!));
      if (order === 2) {
        syn[i] = base;
        base = f(f(beta * before(mem, i)) + base);
      }
      if (resetMechanism === 'subtract') base = f(base - f(reset * theta));
      if (resetMechanism === 'zero') base = f(base - f(reset * base));
      mem[i] = base;
      spk[i] = base > theta ? 1 : 0;
      over.push(f(base - theta));
    }
    const winner = over.indexOf(Math.max(...over));
    for (let n = 0; n < 3; n++) {
      const i = row + n;
      if (inhibition && n !== winner) spk[i] = 0;
      if (resetDelay || resetMechanism === 'none') continue;
      const again = spk[i]! - (before(mem, i) > at(threshold, n) ? 1 : 0);
      mem[i] = f(mem[i]! - f(again * (resetMechanism === 'subtract' ? at(threshold, n) : mem[i]!)));
    }
  }
  return { spk, mem };
}

describe.each([
  ['lapicque', () => lapicque({ beta: 0.5 })],
  ['synaptic', () => synaptic({ alpha: 0.5, beta: 0.5 })],
  ['rleaky', () => rleaky({ beta: 0.5, recurrent: pair })],
  ['rsynaptic, one to one', () => rsynaptic({ alpha: 0.5, beta: 0.5, V: 0.5 })],
  ['slstm', () => slstm(lstm)],
] as const)('%s', (_, make) => {
  keepsTheStreamContract(make);
});

describe('lapicque', () => {
  it('takes what is not given of beta, R and C from the others', async () => {
    const timeStep = 0.5;
    const [R, C] = [2, 5];
    const beta = Math.exp(-timeStep / (R * C));
    const whole = await run(lapicque({ R, C, timeStep, threshold: 0.2 }));
    expect(whole.spk.data.reduce((a, b) => a + b)).toBeGreaterThan(5);
    for (const some of [
      { beta, R },
      { beta, C },
      { beta, R, C },
    ]) {
      const found = await run(lapicque({ ...some, timeStep, threshold: 0.2 }));
      expect(found.spk.data).toEqual(whole.spk.data);
      found.mem.data.forEach((v, i) => {
        expect(Math.abs(v - whole.mem.data[i]!)).toBeLessThan(1e-6);
      });
    }
    const one = await run(lapicque({ beta: 0.9, threshold: 0.5 }));
    expect(one.mem).toEqual((await run(lapicque({ beta: 0.9, R: 1, threshold: 0.5 }))).mem);
  });
});

describe('deltaLeaky', () => {
  it('fires where its membrane changes by more than the threshold, up or down, and is not reset', async () => {
    const rec = await run(deltaLeaky({ beta: 0.5, deltaThreshold: 1 }), [2, 1, -3, -1.5]);
    expect([...rec.mem.data]).toEqual([2, 2, -2, -2.5]);
    expect([...rec.spk.data]).toEqual([1, 0, 1, 0]);
  });
});

describe('slstm', () => {
  it('loses its state between steps as snnTorch does where sizes differ, unless it is to carry it', async () => {
    const weights = { weight_ih: rand([8, 3], { seed: 1 }), weight_hh: rand([8, 2], { seed: 2 }) };
    const same = { shape: [2, 1, 3], data: [1, 2, 3, 1, 2, 3] };
    const steps = async (carry?: boolean) => {
      const { mem } = await run(slstm({ ...weights, ...(carry === undefined ? {} : { carry }) }), same);
      return [[...mem.data.slice(0, 2)], [...mem.data.slice(2)]];
    };
    const [first, second] = await steps();
    expect(second).toEqual(first);
    const [begun, carried] = await steps(true);
    expect(begun).toEqual(first);
    expect(carried).not.toEqual(first);
    expect(await steps(false)).toEqual(await steps());
  });

  it('starts from a given state', async () => {
    const still = { weight_ih: [[0], [0], [0], [0]], weight_hh: [[0], [0], [0], [0]] };
    const { syn } = await run(slstm({ ...still, syn: 2 }), [0]);
    expect(syn!.data[0]).toBeCloseTo(1, 6);
  });
});

describe('a setting that varies', () => {
  it('gives the run of one layer up to the change and of another after it, recurrent or not', async () => {
    const layers: ((live: unknown, state?: object, spk?: object) => LayerOperator)[] = [
      (beta, state) => synaptic({ alpha: 0.5, beta: beta as number, ...state }),
      (beta, state) => alpha({ alpha: 0.95, beta: beta as number, threshold: 0.5, ...state }),
      (beta, state, spk) => rleaky({ beta: beta as number, recurrent, ...state, ...spk }),
      (beta, state, spk) => rleaky({ beta: beta as number, V: 0.5, inhibition: true, ...state, ...spk }),
      (beta, state) => lapicque({ beta: beta as number, C: 2, threshold: 0.3, ...state }),
    ];
    for (const make of layers) {
      const beta = new BehaviorSubject(0.9);
      const live = await lastValueFrom(
        current(input).pipe(
          tap(({ t }) => {
            if (t === 9) beta.next(0.6);
          }),
          make(beta),
          record(),
        ),
      );
      const part = (from: number, to: number) => ({
        shape: [to - from, 2, 3],
        data: input.data.slice(from * 6, to * 6),
      });
      const before = await run(make(0.9), part(0, 9));
      const { spk, ...state } = Object.fromEntries(
        Object.entries(before).map(([name, { data }]) => [
          name,
          { shape: [2, 3], data: (data as Float32Array).slice(-6) },
        ]),
      );
      const after = await run(make(0.6, state, { spk }), part(9, 30));
      expect([...live.mem.data]).toEqual([...before.mem.data, ...after.mem.data]);
      expect([...live.spk.data]).toEqual([...before.spk.data, ...after.spk.data]);
    }
  });
});

describe('snnTorch’s neurons', () => {
  it('name the rule that an option breaks', () => {
    expect(() => synaptic({ beta: 0.5 } as never)).toThrow('synaptic: alpha must be given');
    expect(() => synaptic({ alpha: 1.5, beta: 0.5 })).toThrow(
      'synaptic: alpha must be a number from 0 to 1, got 1.5',
    );
    expect(() => alpha({ alpha: 0.8, beta: [0.5, 0.9] })).toThrow('alpha: alpha must be above beta, got 0.8');
    expect(() => lapicque({})).toThrow('lapicque: needs beta, or two of beta, R and C');
    expect(() => lapicque({ R: 2 })).toThrow('lapicque: needs beta, or two of beta, R and C');
    expect(() => lapicque({ beta: 0 })).toThrow('lapicque: beta must be above 0');
    expect(() => lapicque({ beta: 1.5 })).toThrow('lapicque: beta must be above 0, at most 1, got 1.5');
    expect(() => lapicque({ beta: 0.5, R: 1, C: 2 })).toThrow(
      'lapicque: beta must be exp(-timeStep / (R C)) = 0.6065306',
    );
    expect(() => rleaky({ beta: 0.5 })).toThrow('rleaky: needs recurrent, a Linear');
    expect(() => rleaky({ beta: 0.5, recurrent, V: 1 })).toThrow('rleaky: V is for allToAll: false');
    expect(() => rleaky({ beta: 0.5, recurrent, allToAll: false })).toThrow(
      'rleaky: recurrent is for allToAll: true',
    );
    expect(() => rsynaptic({ alpha: 1, beta: 1, recurrent: { weight: [[1, 2]] } })).toThrow(
      'rsynaptic: recurrent must have as many outputs as inputs, got 1 and 2',
    );
    expect(() => rleaky({ beta: 0.5, recurrent: { weight: [1, 2] } })).toThrow(
      'rleaky: recurrent: weight must be [outputs, inputs], got shape [2]',
    );
    expect(() => rleaky({ beta: 0.5, recurrent: 3 as never })).toThrow(
      'rleaky: recurrent: takes a Linear or { weight, bias }',
    );
    expect(() => deltaLeaky({ beta: 0.5, deltaThreshold: -1 })).toThrow(
      'deltaLeaky: deltaThreshold must be a number, at least 0, got -1',
    );
    expect(() => slstm({ ...lstm, weight_hh: rand([8, 3]) })).toThrow(
      'slstm: weight_hh is for 3 neurons, it has rows for 2',
    );
    expect(() => slstm({ weight_hh: lstm.weight_hh, weight_ih: rand([12, 3]) })).toThrow(
      'slstm: weight_ih has rows for 3 neurons, weight_hh for 2',
    );
    expect(() => slstm({ ...lstm, bias_hh: [1, 2] })).toThrow(
      'slstm: bias_hh has 2 values, weight_hh has 8 rows',
    );
    expect(() => slstm({ ...lstm, bias_hh: new Array(8).fill(Number.POSITIVE_INFINITY) })).toThrow(
      'slstm: bias_hh[0] must be finite, got Infinity',
    );
    expect(() => slstm({ weight_hh: [[1]] } as never)).toThrow('slstm: weight_ih must be given');
    expect(() => leaky(null as never)).toThrow('leaky: takes an object of options, got null');
  });

  it('say both sizes where an input or a parameter does not fit', async () => {
    await expect(run(rleaky({ beta: 0.5, recurrent: pair }))).rejects.toThrow(
      'rleaky: input has 3 features, the recurrent weights take 2',
    );
    await expect(run(slstm(lstm))).rejects.toThrow('slstm: input has 3 features, weight_ih takes 2');
    await expect(run(rleaky({ beta: 0.5, V: [1, 2] }))).rejects.toThrow(
      'rleaky: V has 2 values, the layer has 3 neurons',
    );
    await expect(run(lapicque({ R: [1, 2], C: 1 }))).rejects.toThrow(
      'lapicque: R has 2 values, the layer has 3 neurons',
    );
    expect(() => lapicque({ R: [1, 2], C: [1, 2, 3] })).toThrow('lapicque: R has 2 values, C has 3');
    await expect(run(synaptic({ alpha: 0.5, beta: 0.5, syn: [1, 2] }))).rejects.toThrow(
      'synaptic: initial syn has shape [2], the layer [2, 3]',
    );
  });
});
