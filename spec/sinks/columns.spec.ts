import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Columns } from '../../src/sinks/columns.js';

/** The columns of a run in which neuron n has the value t + n at step t. */
function gathered(steps: number, limit: number, neurons = 2) {
  const columns = new Columns(limit);
  for (let t = 0; t < steps; t++)
    columns.add(
      Float32Array.from({ length: neurons }, (_, n) => t + n),
      t,
      [neurons],
    );
  return columns.finish();
}

describe('Columns', () => {
  it('keeps each step while there is room', () => {
    expect(gathered(3, 4)).toEqual({
      values: Float32Array.of(0, 1, 1, 2, 2, 3),
      stepsPerColumn: 1,
      neurons: 2,
      shape: [2],
    });
  });

  it('holds the means of equal numbers of steps, and of what is left at the end', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.constantFrom(2, 4, 8, 16), (steps, limit) => {
        const { values, stepsPerColumn } = gathered(steps, limit, 1);
        expect(values.length).toBeLessThanOrEqual(limit);
        expect(values.length).toBe(Math.ceil(steps / stepsPerColumn));
        expect(values.length * 2).toBeGreaterThan(Math.min(steps, limit));
        values.forEach((mean, column) => {
          const first = column * stepsPerColumn;
          const last = Math.min(steps, first + stepsPerColumn) - 1;
          expect(mean).toBeCloseTo((first + last) / 2, 3);
        });
      }),
    );
  });
});
