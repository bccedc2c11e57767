import { describe, expect, it } from '@jest/globals';
import { connection, ROWS, runsWithSecondThread } from '../../helpers/shared.js';

describe('a shared dense connection', () => {
  it('gives half of its rows to a second thread once that pays, with the same results', async () => {
    expect(await runsWithSecondThread()).toEqual({ shares: true, equal: true });
  });

  it('computes by itself what a lost thread does not bring, and gives it nothing more', () => {
    const alone = connection(Number.POSITIVE_INFINITY);
    const calls: string[] = [];
    const lost = connection(0, () => ({
      idle: true,
      post: (_, rows) => void calls.push(`post ${rows}`),
      collect: () => false,
      close: () => void calls.push('close'),
    }));
    expect(lost.run(ROWS)).toEqual(alone.run(ROWS));
    expect(lost.run(ROWS)).toEqual(alone.run(ROWS));
    expect(calls).toEqual(['post 20', 'close']);
    expect(lost.shared.shares).toBe(false);
  });

  it('stays with one thread where the rows are few', () => {
    const few = connection(0, () => {
      throw new Error('no thread is asked for');
    });
    expect(few.run(7)).toHaveLength(7 * 37);
  });
});
