import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, take, toArray } from 'rxjs';
import { current, spikes } from 'rxsnn';

describe('current', () => {
  it.each([
    ['one neuron', [0.1, 0.2], [1, 1]],
    [
      'one sample',
      [
        [0.1, 0.2, 0.3],
        [0.4, 0.5, 0.6],
      ],
      [1, 3],
    ],
    [
      'a batch',
      [
        [[1], [2]],
        [[3], [4]],
      ],
      [2, 1],
    ],
    ['typed arrays', [Float32Array.of(1, 2), Float32Array.of(3, 4)], [1, 2]],
    ['shape and data', { shape: [2, 1, 2, 2], data: [1, 2, 3, 4, 5, 6, 7, 8] }, [1, 2, 2]],
  ])('emits a step a frame for %s', async (_, values, shape) => {
    const steps = await lastValueFrom(current(values as never).pipe(toArray()));
    expect(steps.map(({ t }) => t)).toEqual([0, 1]);
    expect(steps.map(({ steps }) => steps)).toEqual([2, 2]);
    for (const step of steps) expect(step.cur?.shape).toEqual(shape);
  });

  it('is synchronous, cold, and stops with its subscriber', async () => {
    const seen: number[] = [];
    const values$ = current([1, 2, 3, 4]);
    values$.pipe(take(2)).subscribe((step) => seen.push(step.cur!.data[0]!));
    values$.subscribe((step) => seen.push(step.cur!.data[0]!));
    expect(seen).toEqual([1, 2, 1, 2, 3, 4]);
  });

  it('refuses what is not numbers', () => {
    expect(() => current([0.1, Number.NaN])).toThrow(
      'current: every value must be a number, got NaN at index 1',
    );
    expect(() => current([])).toThrow('current: needs at least one step and one value, got shape [0]');
  });
});

describe('spikes', () => {
  it('emits recorded spikes as spk', async () => {
    const steps = await lastValueFrom(
      spikes([
        [1, 0],
        [0, 1],
      ]).pipe(toArray()),
    );
    expect(steps.map((step) => [...step.spk!.data])).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });
});
