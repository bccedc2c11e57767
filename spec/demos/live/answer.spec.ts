import { describe, expect, it } from '@jest/globals';
import type { Layer } from '../../../demos/live/model/network.js';
import { answerOf, meanText } from '../../../demos/live/view/answer.js';
import { Ring } from '../../../demos/live/view/ring.js';

/** Steps of an output layer that does not spike. */
function ringOf(...steps: readonly (readonly number[])[]): Ring {
  const neurons = steps[0]!.length;
  const layer: Layer = { name: 'li', title: 'li', neurons, shape: [neurons], signal: 'mem' };
  const ring = new Ring([layer]);
  ring.add({
    t: Uint32Array.from(steps.keys()),
    bits: new Uint32Array(0),
    values: Float32Array.from(steps.flat()),
    mem: new Float32Array(0),
    watched: [],
    unseen: 0,
  });
  return ring;
}

describe('the answer of an output that does not spike', () => {
  it.each([
    ['the greatest mean', [[-2, -1, -3]], 1],
    ['none where all are zero', [[0, 0, 0]], -1],
    ['none where one is no number', [[-2, Number.NaN, 5]], -1],
    ['none where one has grown beyond all bounds', [[-2, Number.POSITIVE_INFINITY, 5]], -1],
    ['again one once all are finite', [[Number.NaN, 1, 2], ...Array(25).fill([3, 1, 2])], 0],
  ] as const)('is %s', (_, steps, answer) => {
    const ring = ringOf(...steps);
    expect(answerOf(ring, ring.end, 25).answer).toBe(answer);
  });
});

describe('meanText', () => {
  it.each([
    [0, '0.00'],
    [-12.345, '-12.35'],
    [-99.996, '-100'],
    [123.4, '123'],
    [-999.7, '-1e3'],
    [1234, '1.2e3'],
    [-6.46074419e35, '-6.5e35'],
    [1e9, '1e9'],
    [Number.NaN, '–'],
    [Number.NEGATIVE_INFINITY, '-∞'],
  ])('writes %p as %p', (value, text) => {
    expect(meanText(value)).toBe(text);
  });
});
