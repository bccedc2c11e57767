import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lastValueFrom, of } from 'rxjs';
import { current, Linear, linear, rand, record, spikes, to } from 'rxsnn';
import { exact } from '../helpers/modes.js';
import { keepsTheStreamContract } from '../helpers/operator.js';

describe('linear', () => {
  keepsTheStreamContract(() => linear(Linear.init(2, 3, { seed: 1 })));

  it('sums the weights of the inputs that fired, and the bias', async () => {
    const weights = new Linear(
      [
        [1, 10, 100],
        [-1, 0.5, 0],
      ],
      [1000, 0.25],
    );
    const rec = await lastValueFrom(
      spikes([
        [1, 0, 1],
        [0, 0, 0],
        [1, 1, 1],
      ]).pipe(linear(weights), record()),
    );
    expect(rec.cur.shape).toEqual([3, 1, 2]);
    expect([...rec.cur.data]).toEqual([1101, -0.75, 1000, 0.25, 1111, -0.25]);
  });

  it('takes a batch, and all feature dimensions together', async () => {
    const weights = { weight: [[1, 2, 3, 4]] };
    const rec = await lastValueFrom(
      of([
        [
          [1, 0],
          [0, 1],
        ],
        [
          [0, 1],
          [1, 0],
        ],
      ]).pipe(linear(weights), record()),
    );
    expect(rec.cur.shape).toEqual([1, 2, 1]);
    expect([...rec.cur.data]).toEqual([5, 5]);
  });

  it('equals a float32 sum in the order of the inputs', async () => {
    const size = fc.integer({ min: 1, max: 21 });
    await fc.assert(
      fc.asyncProperty(
        size,
        size,
        fc.integer({ min: 1, max: 4 }),
        fc.nat(),
        async (inputs, outputs, batch, seed) => {
          const weights = Linear.init(inputs, outputs, { seed });
          const x = rand([2, batch, inputs], { seed: seed + 1 }).data.map((value) =>
            value < 0.5 ? 0 : value,
          );
          const wanted = reference(weights, x, 2 * batch);
          for (const device of exact) {
            const values = { shape: [2, batch, inputs], data: x };
            const rec = await lastValueFrom(current(values).pipe(to(device), linear(weights), record()));
            expect(rec.cur.data).toEqual(wanted);
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it('names the rule that weights break', () => {
    expect(() => new Linear([1, 2])).toThrow('linear: weight must be [outputs, inputs], got shape [2]');
    expect(() => new Linear([[1, 2]], [0, 0])).toThrow('linear: bias has shape [2], the weights give [1]');
    expect(() => new Linear([[1, Number.POSITIVE_INFINITY]])).toThrow(
      'linear: weight[1] must be finite, got Infinity',
    );
    expect(() => new Linear([[1, Number.NaN]])).toThrow(
      'linear: every value must be a number, got NaN at index 1',
    );
    expect(() => linear({} as never)).toThrow('linear: takes a Linear or { weight, bias }');
    expect(() => Linear.init(0, 2)).toThrow('Linear.init: inputs must be a whole number, at least 1, got 0');
  });

  it('says both sizes where the input does not fit', async () => {
    const steps$ = spikes([new Array(100).fill(0)]).pipe(linear(Linear.init(784, 10)));
    await expect(lastValueFrom(steps$)).rejects.toThrow(
      'linear: input has 100 features, the weights take 784',
    );
  });

  it('says both shapes where a later step has another', async () => {
    const steps$ = of([1, 0], [1, 0, 1]).pipe(linear(Linear.init(2, 3)));
    await expect(lastValueFrom(steps$)).rejects.toThrow(
      'linear: step 1 has shape [1, 3], the stream began with [1, 2]',
    );
  });
});

describe('Linear.init', () => {
  it('is uniform within 1/sqrt(inputs), as torch.nn.Linear, and the same for a seed', () => {
    const { weight, bias } = Linear.init(400, 500, { seed: 9 });
    expect(weight.shape).toEqual([500, 400]);
    expect(bias?.shape).toEqual([500]);
    const bound = 1 / 20;
    const { data } = weight;
    expect(Math.max(...data.subarray(0, 50_000))).toBeLessThanOrEqual(bound);
    expect(Math.min(...data.subarray(0, 50_000))).toBeGreaterThanOrEqual(-bound);
    const mean = data.reduce((sum, w) => sum + w, 0) / data.length;
    const variance = data.reduce((sum, w) => sum + w * w, 0) / data.length;
    expect(Math.abs(mean)).toBeLessThan(bound / 200);
    expect(Math.abs(variance / (bound ** 2 / 3) - 1)).toBeLessThan(0.02);
    expect(Linear.init(400, 500, { seed: 9 }).weight.data).toEqual(data);
    expect(Linear.init(400, 500, { seed: 9, bias: false }).bias).toBeUndefined();
  });
});

function reference({ weight, bias, inputs, outputs }: Linear, x: Float32Array, rows: number): Float32Array {
  const cur = new Float32Array(rows * outputs);
  for (let row = 0; row < rows; row++) {
    for (let o = 0; o < outputs; o++) {
      let sum = bias!.data[o]!;
      for (let i = 0; i < inputs; i++) {
        const input = x[row * inputs + i]!;
        if (input !== 0) sum = Math.fround(sum + Math.fround(input * weight.data[o * inputs + i]!));
      }
      cur[row * outputs + o] = sum;
    }
  }
  return cur;
}
