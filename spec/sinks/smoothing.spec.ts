import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Smoothing, smoother } from '../../src/sinks/smoothing.js';

const values = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 60 });

/** The weighted mean of the values up to each, by its definition. */
function expected(series: readonly number[], weight: (age: number) => number) {
  return series.map((_, t) => {
    const ages = Array.from({ length: t + 1 }, (_, age) => age);
    const weights = ages.reduce((sum, age) => sum + weight(age), 0);
    return ages.reduce((sum, age) => sum + weight(age) * series[t - age]!, 0) / weights;
  });
}

function smoothed(series: readonly number[], smoothing: Smoothing) {
  return series.map(smoother(smoothing));
}

describe('smoother', () => {
  it('takes the mean of the last steps of a window, of fewer at the start', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 80 }), (series, window) => {
        const mean = expected(series, (age) => (age < window ? 1 : 0));
        smoothed(series, { window }).forEach((value, t) => {
          expect(value).toBeCloseTo(mean[t]!, 10);
        });
      }),
    );
  });

  it('lets weights fall by exp(-1 / tau) a step', () => {
    fc.assert(
      fc.property(values, fc.double({ min: 0.1, max: 50, noNaN: true }), (series, tau) => {
        const mean = expected(series, (age) => Math.exp(-age / tau));
        smoothed(series, { tau }).forEach((value, t) => {
          expect(value).toBeCloseTo(mean[t]!, 10);
        });
      }),
    );
  });

  it('returns a constant as it is, from the first step on', () => {
    expect(smoothed([3, 3, 3], { window: 2 })).toEqual([3, 3, 3]);
    smoothed([3, 3, 3], { tau: 7 }).forEach((value) => {
      expect(value).toBeCloseTo(3, 12);
    });
  });
});
