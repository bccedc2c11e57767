import { describe, expect, it } from '@jest/globals';
import { rand } from 'rxsnn';
import { threefry, uniform } from '../src/random.js';

describe('threefry', () => {
  it.each([
    // the known answers of the authors' own library, Random123: threefry2x32, 20 rounds
    [
      [0, 0],
      [0, 0],
      [0x6b200159, 0x99ba4efe],
    ],
    [
      [0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x1cb996fc, 0xbb002be7],
    ],
    [
      [0x13198a2e, 0x03707344],
      [0x243f6a88, 0x85a308d3],
      [0xc4923a9c, 0x483df7a0],
    ],
  ] as const)('gives the published words for key %p, counter %p', ([k0, k1], [c0, c1], words) => {
    const out = new Uint32Array(2);
    threefry(k0, k1, c0, c1, out);
    expect([...out]).toEqual([...words]);
  });
});

describe('uniform', () => {
  it('gives element i of step t the same number in every length and order', () => {
    const draw = uniform(5, 'values');
    const long = draw(3, new Float32Array(101));
    draw(4, new Float32Array(7));
    expect([...uniform(5, 'values')(3, new Float32Array(10))]).toEqual([...long.subarray(0, 10)]);
  });

  it('has other numbers for another seed, purpose, step and element', () => {
    const numbers = [0, 1, 2 ** 32, 2 ** 40 + 1].flatMap((seed) =>
      [0, 1, 2].flatMap((step) =>
        (['values', 'spikes', 'weights'] as const).flatMap((purpose) => [
          ...uniform(seed, purpose)(step, new Float32Array(50)),
        ]),
      ),
    );
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});

describe('rand', () => {
  it('is uniform in [0, 1): mean 1/2, variance 1/12, even tenths', () => {
    const { data } = rand([100, 1000], { seed: 7 });
    const mean = data.reduce((sum, x) => sum + x, 0) / data.length;
    const variance = data.reduce((sum, x) => sum + (x - mean) ** 2, 0) / data.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.004);
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.002);
    const tenths = new Array(10).fill(0);
    for (const x of data) tenths[Math.floor(x * 10)] += 1;
    for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });

  it('names the rule that an argument breaks', () => {
    expect(() => rand([0, 4])).toThrow('rand: every size must be a whole number, at least 1, got 0');
    expect(() => rand([2], { seed: -1 })).toThrow('rand: seed must be a whole number, at least 0, got -1');
  });
});
