import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lastValueFrom, map, of, Subject, toArray } from 'rxjs';
import { current, type DeltaOptions, delta, leaky, record, type Step, type Tensor, to } from 'rxsnn';
import { running } from '../helpers/modes.js';
import { keepsTheStreamContract } from '../helpers/operator.js';

const spikes = (values: number[], options?: DeltaOptions) =>
  lastValueFrom(
    delta(values, options).pipe(
      map((step) => step.spk!.data[0]),
      toArray(),
    ),
  );

const frames = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 20 }))
  .chain(([n, steps]) => {
    const number = fc.integer({ min: -64, max: 64 }).map((x) => x / 8);
    return fc.array(fc.array(number, { minLength: n, maxLength: n }), { minLength: steps, maxLength: steps });
  });

describe('delta', () => {
  keepsTheStreamContract(() => delta({ threshold: 0.5, offSpike: true }));

  it('spikes where a value rises by the threshold', async () => {
    expect(await spikes([1, 2, 2.5, 3, 4], { threshold: 1 })).toEqual([1, 1, 0, 0, 1]);
    expect(await spikes([1, 2, 0, 2], { threshold: 1, padding: true })).toEqual([0, 1, 0, 1]);
    expect(await spikes([1, 2, 0, 2, 2.5], { threshold: 1, offSpike: true })).toEqual([1, 1, -1, 1, 0]);
    expect(await spikes([0.05, 0.1, 0.25])).toEqual([0, 0, 1]);
  });

  it('gives the sign of the summands of a cumulative sum back', async () => {
    const changes = fc.array(fc.constantFrom(-2, -1, 0, 1, 3), { minLength: 1, maxLength: 50 });
    await fc.assert(
      fc.asyncProperty(changes, async (summands) => {
        let sum = 0;
        const sums = summands.map((x) => (sum += x));
        expect(await spikes(sums, { threshold: 1, offSpike: true })).toEqual(
          summands.map((x) => Math.sign(x) + 0),
        );
      }),
    );
  });

  it('gives equal spikes as a source and as an operator', async () => {
    await fc.assert(
      fc.asyncProperty(frames, fc.boolean(), async (values, padding) => {
        const options = { threshold: 0.25, padding, offSpike: true };
        const source = await lastValueFrom(delta(values, options).pipe(record()));
        const operator = await lastValueFrom(of(...values).pipe(delta(options), record()));
        expect(operator.spk).toEqual(source.spk);
      }),
      { numRuns: 50 },
    );
  });

  it('answers a live stream of plain numbers at once, and keeps what the step carried', () => {
    const sensor = new Subject<number>();
    const seen: (number | undefined)[] = [];
    sensor.pipe(delta({ threshold: 0.5 })).subscribe(({ spk }) => seen.push(spk!.data[0]));
    for (const value of [0, 0.25, 1, 1]) sensor.next(value);
    expect(seen).toEqual([0, 0, 1, 0]);
  });

  it.each([
    ['a source', delta([1, 3, 0, 2, 2, 5], { threshold: 1, offSpike: true })],
    ['an operator', current([1, 3, 0, 2, 2, 5]).pipe(delta({ threshold: 1, offSpike: true }))],
  ])('goes on from a saved state, as %s', (_, spk$) => {
    const seen: (number | undefined)[] = [];
    let saved: readonly (readonly Tensor[])[] = [];
    spk$.subscribe(({ t, spk, flow }) => {
      seen.push(spk!.data[0]);
      if (seen.length === 2) saved = flow.parts.map((part) => part.save!());
      if (seen.length !== 5) return;
      expect(t).toBe(4);
      for (const [i, part] of flow.parts.entries()) part.load!(saved[i]!);
      flow.t = 2;
    });
    expect(seen).toEqual([1, 1, -1, 1, 0, -1, 1, 0, 1]);
  });

  it.each(running)('reads what a layer on %s computed', async (device) => {
    const mem = current([0, 1, 1, 0, 0]).pipe(
      to(device),
      leaky({ beta: 0.5, threshold: 10 }),
      map((step: Step) => step.with({ cur: step.mem! })),
      delta({ threshold: 0.25, offSpike: true }),
      record(),
    );
    expect([...(await lastValueFrom(mem)).spk.data]).toEqual([0, 1, 1, -1, -1]);
  });

  it('names the rule that is broken, at once or down the error channel', async () => {
    expect(() => delta({ threshold: Number.NaN })).toThrow('delta: threshold must be finite, got NaN');
    expect(() => delta([])).toThrow('delta: needs at least one step and one value, got shape [0]');
    const growing = of([1], [1, 2]).pipe(delta());
    await expect(lastValueFrom(growing)).rejects.toThrow(
      'delta: step 1 has shape [1, 2], the stream began with [1, 1]',
    );
  });
});
