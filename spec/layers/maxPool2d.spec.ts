import { describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { current, maxPool2d, record, spikes } from 'rxsnn';
import { poolsEveryWindow } from '../helpers/pools.js';

const frame = [
  [1, 0, 0, 0],
  [1, 1, 0, 0],
  [1, 0, 0, 1],
];

describe('maxPool2d', () => {
  poolsEveryWindow('maxPool2d', 'max', maxPool2d);

  it('leaves spikes spikes: 1 where any in the window fired', async () => {
    const { spk } = await lastValueFrom(spikes([[[frame]]]).pipe(maxPool2d(2), record()));
    expect(spk).toEqual({ shape: [1, 1, 1, 1, 2], data: Float32Array.of(1, 0) });
  });

  it('never takes padding for the largest', async () => {
    const negative = frame.map((row) => row.map((x) => x - 2));
    const { cur } = await lastValueFrom(current([[[negative]]]).pipe(maxPool2d(2, { padding: 1 }), record()));
    expect([...cur.data]).toEqual([-1, -2, -2, -1, -1, -1]);
    expect(() => maxPool2d([2, 3], { padding: [1, 2] })).toThrow(
      'maxPool2d: padding must be at most half of the kernel [2, 3], got [1, 2]',
    );
  });
});
