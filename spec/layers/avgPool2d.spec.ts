import { describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { avgPool2d, record, spikes } from 'rxsnn';
import { poolsEveryWindow } from '../helpers/pools.js';

const frame = [
  [1, 0, 0, 0],
  [1, 1, 0, 0],
  [1, 0, 0, 1],
];

describe('avgPool2d', () => {
  poolsEveryWindow('avgPool2d', 'average', avgPool2d);

  it('counts padding as zeros, and in the divisor too', async () => {
    const run = async (...args: Parameters<typeof avgPool2d>) =>
      (await lastValueFrom(spikes([[[frame]]]).pipe(avgPool2d(...args), record()))).cur;
    expect([...(await run(2)).data]).toEqual([0.75, 0]);
    expect([...(await run(2, { padding: 1 })).data]).toEqual([0.25, 0, 0, 0.5, 0.25, 0.25]);
  });
});
