import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DenseWeights } from '../../../src/devices/device.js';
import type { Dense } from '../../../src/devices/events/dense.js';
import { Engine } from '../../../src/devices/events/engine.js';

const rows = fc.integer({ min: 1, max: 40 });
const size = fc.integer({ min: 1, max: 70 });
const density = fc.constantFrom(0, 0.02, 0.1, 0.5, 0.9, 1);
const any = fc.oneof(fc.float(), fc.constantFrom(0, -0, 1, -1, 1e-45, -3e-39, 3.4e38, -3.4e38));

describe.each([
  { rows: 'few rows', expected: 1 },
  { rows: 'many', expected: 32 },
])('Dense for $rows', ({ expected }) => {
  const run = (weights: DenseWeights, x: Float32Array, count: number): Float32Array => {
    const engine = new Engine();
    return launched(engine, engine.dense(weights, expected), x, count);
  };

  it('equals a float32 sum in the order of the inputs, for spikes', () => {
    fc.assert(
      fc.property(size, size, rows, density, fc.nat(), (inputs, outputs, count, share, seed) => {
        const random = uniform(seed);
        const weights = randomWeights(inputs, outputs, random);
        const x = Float32Array.from({ length: count * inputs }, () => (random() < share ? 1 : 0));
        expect(run(weights, x, count)).toEqual(reference(weights, x, count));
      }),
    );
  });

  it('does so for real numbers among spikes and zeros', () => {
    fc.assert(
      fc.property(size, size, rows, density, fc.nat(), (inputs, outputs, count, share, seed) => {
        const random = uniform(seed);
        const weights = randomWeights(inputs, outputs, random);
        const value = () => (random() < 0.3 ? 1 : random() * 4 - 2);
        const x = Float32Array.from({ length: count * inputs }, () => (random() < share ? value() : 0));
        expect(run(weights, x, count)).toEqual(reference(weights, x, count));
      }),
    );
  });

  it('does so for negative zeros, denormals, huge numbers, infinities and NaN', () => {
    const matrix = fc
      .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 19 }))
      .chain(([inputs, outputs]) => fc.tuple(floats(inputs), floats(inputs * outputs), floats(outputs)));
    fc.assert(
      fc.property(matrix, ([x, weight, bias]) => {
        const weights = { inputs: x.length, outputs: bias.length, weight, bias };
        expect(run(weights, x, 1)).toEqual(reference(weights, x, 1));
      }),
      { numRuns: 300 },
    );
  });

  it('does so at the sizes of the tutorial, one row at a time as in blocks', () => {
    const random = uniform(1);
    const weights = randomWeights(784, 1000, random);
    const x = Float32Array.from({ length: 70 * 784 }, () => (random() < 0.5 ? 1 : 0));
    const engine = new Engine();
    const dense = engine.dense(weights, expected);
    const all = launched(engine, dense, x, 70);
    expect(all.subarray(0, 3000)).toEqual(reference(weights, x.subarray(0, 3 * 784), 3));
    for (let row = 0; row < 70; row++) {
      const one = launched(engine, dense, x.subarray(row * 784, (row + 1) * 784), 1);
      expect(one).toEqual(all.subarray(row * 1000, (row + 1) * 1000));
    }
  });

  it('adds nothing to the bias where no input is active, and takes none for zeros', () => {
    const weight = new Float32Array(6).fill(Number.POSITIVE_INFINITY);
    const bias = Float32Array.of(-0, 2, 3);
    const silent = Float32Array.of(0, -0);
    expect(run({ inputs: 2, outputs: 3, weight, bias }, silent, 1)).toEqual(bias);
    expect(run({ inputs: 2, outputs: 3, weight, bias: undefined }, silent, 1)).toEqual(new Float32Array(3));
  });

  it('launches within the memory, and writes nothing beside its rows', () => {
    const random = uniform(2);
    const weights = randomWeights(21, 19, random);
    const x = Float32Array.from({ length: 40 * 21 }, () => (random() < 0.5 ? 1 : 0));
    const engine = new Engine();
    const dense = engine.dense(weights, expected);
    const from = engine.memory.allocFrom(x);
    const to = engine.memory.allocFrom(new Float32Array(40 * 19 + 8).fill(7));
    dense.launch(from, 40, to + 16);
    const { numbers } = engine.memory;
    const written = numbers.slice(to / 4, to / 4 + 40 * 19 + 8);
    expect(written.subarray(4, -4)).toEqual(reference(weights, x, 40));
    expect([...written.subarray(0, 4), ...written.subarray(-4)]).toEqual(new Array(8).fill(7));
    expect(numbers.slice(from / 4, from / 4 + x.length)).toEqual(x);
  });

  it('gives back its memory, also after blocks of growing size', () => {
    const engine = new Engine();
    const kernels = [5, 300].map((outputs) =>
      engine.dense(randomWeights(100, outputs, uniform(3)), expected),
    );
    for (const count of [1, 7, 100, 2]) {
      for (const dense of kernels) launched(engine, dense, new Float32Array(count * 100).fill(1), count);
    }
    expect(engine.memory.inUse).toBeGreaterThan(100 * 300 * 4);
    for (const dense of kernels) dense.free();
    expect(engine.memory.inUse).toBe(0);
  });
});

describe('Dense', () => {
  const weights = randomWeights(90, 70, uniform(4));
  const inputs = (share: number, random: () => number) =>
    Float32Array.from({ length: 20 * 90 }, () => (random() < share ? 1 : 0));

  it.each([
    { rows: 20, share: 0.1, order: 'lines' },
    { rows: 20, share: 0.5, order: 'panels' },
    { rows: 20, share: 0, order: 'lines' },
    { rows: 1, share: 0.5, order: 'lines' },
  ])('lays its weights in $order for $rows rows of which $share are not zero', ({ rows, share, order }) => {
    const engine = new Engine();
    const dense = engine.dense(weights, rows);
    expect(dense.order).toBeUndefined();
    launched(engine, dense, inputs(share, uniform(5)), rows);
    expect(dense.order).toBe(order);
    dense.free();
    expect(engine.memory.inUse).toBe(0);
  });

  it('turns them when its inputs change for long, with the same sums', () => {
    const engine = new Engine();
    const [dense, random] = [engine.dense(weights, 20), uniform(6)];
    const orders = [0.1, 0.6, 0.1, 0.6, 0.3].map((share) => {
      const seen = Array.from({ length: 6 }, () => {
        const x = inputs(share, random);
        expect(launched(engine, dense, x, 20)).toEqual(reference(weights, x, 20));
        return dense.order;
      });
      return [seen[0], seen.at(-1)];
    });
    expect(orders).toEqual([
      ['lines', 'lines'],
      ['lines', 'panels'],
      ['panels', 'lines'],
      ['lines', 'panels'],
      ['panels', 'panels'],
    ]);
    dense.free();
    expect(engine.memory.inUse).toBe(0);
  });

  it('frees what it never used', () => {
    const engine = new Engine();
    engine.dense(weights, 20).free();
    expect(engine.memory.inUse).toBe(0);
  });
});

/** What `dense` makes of numbers that are brought to the engine for it. */
function launched({ memory }: Engine, dense: Dense, x: Float32Array, count: number): Float32Array {
  const size = count * dense.outputs;
  const [from, to] = [memory.allocFrom(x), memory.alloc(4 * size)];
  dense.launch(from, count, to);
  const cur = memory.numbers.slice(to / 4, to / 4 + size);
  for (const address of [from, to]) memory.free(address);
  return cur;
}

function reference({ inputs, outputs, weight, bias }: DenseWeights, x: Float32Array, count: number) {
  const cur = new Float32Array(count * outputs);
  for (let row = 0; row < count; row++) {
    for (let o = 0; o < outputs; o++) {
      let sum = bias?.[o] ?? 0;
      for (let i = 0; i < inputs; i++) {
        const input = x[row * inputs + i]!;
        if (input !== 0) sum = Math.fround(sum + Math.fround(input * weight[o * inputs + i]!));
      }
      cur[row * outputs + o] = sum;
    }
  }
  return cur;
}

function randomWeights(inputs: number, outputs: number, random: () => number): DenseWeights {
  const weight = Float32Array.from({ length: inputs * outputs }, () => random() - 0.5);
  return { inputs, outputs, weight, bias: Float32Array.from({ length: outputs }, () => random() - 0.5) };
}

function floats(length: number): fc.Arbitrary<Float32Array> {
  return fc.array(any, { minLength: length, maxLength: length }).map((values) => Float32Array.from(values));
}

/** A linear congruential generator: thousands of numbers a run would be slow with fast-check. */
function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
