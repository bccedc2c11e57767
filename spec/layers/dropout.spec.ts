import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, of } from 'rxjs';
import { current, dropout, leaky, record } from 'rxsnn';
import { keepsTheStreamContract } from '../helpers/operator.js';

describe('dropout', () => {
  keepsTheStreamContract(() => dropout(0.5));

  it('changes nothing: every signal passes', async () => {
    const layer$ = current([1.5, 0.5, 2]).pipe(leaky({ beta: 0.9 }));
    expect(await lastValueFrom(layer$.pipe(dropout(0.9), record()))).toEqual(
      await lastValueFrom(layer$.pipe(record())),
    );
    expect((await lastValueFrom(of(3).pipe(dropout(0)))).cur!.data[0]).toBe(3);
  });

  it('takes a share', () => {
    expect(() => dropout(1.5)).toThrow('dropout: p must be a number from 0 to 1, got 1.5');
    expect(() => dropout('half' as never)).toThrow(TypeError);
  });
});
