import { describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { record, spikes, sumPool2d } from 'rxsnn';
import { poolsEveryWindow } from '../helpers/pools.js';

const frame = [
  [1, 0, 0, 0],
  [1, 1, 0, 0],
  [1, 0, 0, 1],
];

describe('sumPool2d', () => {
  poolsEveryWindow('sumPool2d', 'sum', sumPool2d);

  it('counts the spikes in each window, and none in the padding', async () => {
    const run = async (...args: Parameters<typeof sumPool2d>) =>
      (await lastValueFrom(spikes([[[frame]]]).pipe(sumPool2d(...args), record()))).cur;
    expect([...(await run(2)).data]).toEqual([3, 0]);
    expect(await run([3, 2], { stride: 1, padding: [1, 0] })).toEqual({
      shape: [1, 1, 1, 3, 3],
      data: Float32Array.of(3, 1, 0, 4, 1, 1, 3, 1, 1),
    });
  });
});
