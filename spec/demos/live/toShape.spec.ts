import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { flat, frameOf, toShape } from '../../../demos/live/inputs/toShape.js';

const SIDE = 28;
const image = (value: (x: number, y: number) => number) =>
  Float32Array.from({ length: SIDE * SIDE }, (_, i) => value(i % SIDE, Math.floor(i / SIDE)));
const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length;

describe('toShape', () => {
  it('leaves what has the size of the network as it is', () => {
    const values = Float32Array.of(0.1, 0.2, 0.3, 0.4);
    expect(toShape(values, [4])).toBe(values);
    const whole = image((x) => x / SIDE);
    expect(toShape(whole, [784])).toBe(whole);
    expect(toShape(whole, [1, 28, 28])).toBe(whole);
  });

  it('gives each channel the image, and keeps its mean where the shape is square', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 3 }), (side, channels) => {
        const given = image((x, y) => ((7 * x + 3 * y) % 11) / 10);
        const made = toShape(given, [channels, side, side]);
        expect(made.length).toBe(channels * side * side);
        for (let c = 0; c < channels; c++) {
          expect(mean(made.subarray(c * side * side, (c + 1) * side * side))).toBeCloseTo(mean(given), 4);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('doubles and halves exactly', () => {
    const given = image((x, y) => (x === 4 && y === 10 ? 1 : 0));
    const large = toShape(given, [56, 56]);
    expect([...large.keys()].filter((i) => large[i] === 1)).toEqual([
      20 * 56 + 8,
      20 * 56 + 9,
      21 * 56 + 8,
      21 * 56 + 9,
    ]);
    const small = toShape(given, [1, 14, 14]);
    expect([...small.keys()].filter((i) => small[i]! > 0).map((i) => [i, small[i]])).toEqual([
      [5 * 14 + 2, 0.25],
    ]);
  });

  it('puts the image into the middle of an input that is no square', () => {
    const made = toShape(
      image(() => 1),
      [2, 4, 8],
    );
    const row = [0, 0, 1, 1, 1, 1, 0, 0];
    expect([...made]).toEqual(Array.from({ length: 8 }, () => row).flat());
  });

  it('gives a vector the mean of the columns, or what its source says', () => {
    const halves = image((x) => (x < 14 ? 1 : 0.5));
    expect([...toShape(halves, [4])]).toEqual([1, 1, 0.5, 0.5]);
    expect([...toShape(halves, [2], () => Float32Array.of(0.2, 0.4, 0.6, 0.8))]).toEqual([
      expect.closeTo(0.3, 6),
      expect.closeTo(0.7, 6),
    ]);
  });
});

describe('frameOf', () => {
  it('takes shapes of more than one axis, and long square vectors, for images', () => {
    expect(frameOf([2, 34, 34])).toEqual({ channels: 2, height: 34, width: 34 });
    expect(frameOf([5, 7])).toEqual({ channels: 1, height: 5, width: 7 });
    expect(frameOf([784])).toEqual({ channels: 1, height: 28, width: 28 });
    for (const neurons of [1, 4, 16, 100 + 1]) expect(frameOf([neurons])).toBeUndefined();
  });

  it('shows the brightest of all channels', () => {
    expect([...flat(Float32Array.of(0, 0.5, 1, 0.25), { channels: 2, height: 1, width: 2 })]).toEqual([
      1, 0.5,
    ]);
  });
});
