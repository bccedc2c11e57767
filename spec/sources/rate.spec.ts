import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BehaviorSubject, lastValueFrom, map, Subject, take, tap, toArray } from 'rxjs';
import { current, rand, rate, rateConv, record, tensor } from 'rxsnn';
import { reference } from '../helpers/reference.js';

const recorded = async (spk$: ReturnType<typeof rate>) => (await lastValueFrom(spk$.pipe(record()))).spk;

describe('rate', () => {
  it('emits what snnTorch emits where the probabilities are 0 and 1', async () => {
    const { options, input, output } = reference('rate-deterministic');
    const spk$ = rate(input.data!, {
      steps: options.num_steps,
      gain: options.gain,
      offset: options.offset,
      firstSpikeTime: options.first_spike_time,
    });
    expect(await recorded(spk$)).toEqual({ shape: output.spk!.shape, data: output.spk!.data });
  });

  it('fires with the probability of the data', async () => {
    const steps = 20_000;
    const { data } = await recorded(rate([0.05, 0.3, 0.5, 0.9], { steps, seed: 11 }));
    [0.05, 0.3, 0.5, 0.9].forEach((p, n) => {
      const spikes = data.filter((_, i) => i % 4 === n);
      const mean = spikes.reduce((a, b) => a + b, 0) / steps;
      const deviation = Math.sqrt((p * (1 - p)) / steps);
      expect(Math.abs(mean - p)).toBeLessThan(4 * deviation);
    });
  });

  it('has counts that vary as a binomial distribution does', async () => {
    const [windows, width, p] = [2000, 50, 0.3];
    const { data } = await recorded(rate([p], { steps: windows * width, seed: 13 }));
    const counts = Array.from({ length: windows }, (_, w) =>
      data.subarray(w * width, (w + 1) * width).reduce((a, b) => a + b, 0),
    );
    const mean = counts.reduce((a, b) => a + b, 0) / windows;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / windows;
    const expected = width * p * (1 - p);
    // the variance of a sample varies by about sqrt(2 / windows) of itself
    expect(Math.abs(variance / expected - 1)).toBeLessThan(4 * Math.sqrt(2 / windows));
  });

  it('is independent between steps and between neurons', async () => {
    const steps = 20_000;
    const { data } = await recorded(rate([0.5, 0.5, 0.5], { steps, seed: 12 }));
    const at = (t: number, n: number) => data[3 * t + n]! - 0.5;
    const correlation = (dt: number, a: number, b: number) => {
      let sum = 0;
      for (let t = dt; t < steps; t++) sum += at(t, a) * at(t - dt, b);
      return (4 * sum) / (steps - dt);
    };
    for (const [dt, a, b] of [
      [1, 0, 0],
      [2, 1, 1],
      [0, 0, 1],
      [0, 1, 2],
      [1, 0, 2],
    ] as const) {
      expect(Math.abs(correlation(dt, a, b))).toBeLessThan(4 / Math.sqrt(steps));
    }
  });

  it('gives a sample of a batch and a seed the same spikes wherever they are drawn', async () => {
    const spk = await recorded(rate(rand([3, 50]), { steps: 20, seed: 4 }));
    const again = await recorded(rate(rand([3, 50]), { steps: 20, seed: 4 }));
    expect(again).toEqual(spk);
    expect(await recorded(rate(rand([3, 50]), { steps: 20, seed: 5 }))).not.toEqual(spk);
    expect(spk.shape).toEqual([20, 3, 50]);
  });

  it('applies gain and offset, clips, and stays silent before the first spike time', async () => {
    const options = { steps: 3, gain: 10, offset: -4, firstSpikeTime: 1 };
    expect([...(await recorded(rate([0.1, 0.5], options))).data]).toEqual([0, 0, 0, 1, 0, 1]);
  });

  it('delays the spikes of data that vary in time', async () => {
    const values = rand([6, 2, 3], { seed: 5 });
    const { spk } = await lastValueFrom(rateConv(values, { seed: 6 }).pipe(record()));
    const delayed = await recorded(rate(values, { timeVarInput: true, firstSpikeTime: 2, seed: 6 }));
    expect(delayed.shape).toEqual([8, 2, 3]);
    expect(delayed.data).toEqual(Float32Array.of(...new Array(12).fill(0), ...spk.data));
    expect(await recorded(rate([1, 0, 1], { timeVarInput: true }))).toEqual({
      shape: [3, 1, 1],
      data: Float32Array.of(1, 0, 1),
    });
  });

  it('runs for ever where asked to, and stops with its subscriber', async () => {
    const steps = await lastValueFrom(
      rate([1], { steps: Number.POSITIVE_INFINITY }).pipe(take(1000), toArray()),
    );
    expect(steps).toHaveLength(1000);
    expect(steps[0]?.steps).toBeUndefined();
  });

  it('takes data, gain and offset as Observables: a new value holds from the next step on', async () => {
    const still = (data: number[], gain: number, offset: number[]) =>
      recorded(rate(data, { steps: 30, seed: 4, gain, offset }));
    const [before, after] = [
      await still([0.5, 0.2, 0.4], 1, [0, 0, 0]),
      await still([0.1, 0.3, 0.4], 2, [0.3, 0, 0.1]),
    ];
    const data = new BehaviorSubject([0.5, 0.2, 0.4]);
    const [gain, offset] = [new BehaviorSubject(1), new BehaviorSubject<number | number[]>(0)];
    const spk = await lastValueFrom(
      rate(data, { steps: 30, seed: 4, gain, offset }).pipe(
        tap(({ t }) => {
          if (t !== 11) return;
          data.next([0.1, 0.3, 0.4]);
          gain.next(2);
          offset.next([0.3, 0, 0.1]);
        }),
        record(),
      ),
    );
    expect([...spk.spk.data]).toEqual([...before.data.slice(0, 36), ...after.data.slice(36)]);
    expect([data.observed, gain.observed, offset.observed]).toEqual([false, false, false]);
  });

  it('ends with an error where the data have no value yet, or another shape', async () => {
    await expect(recorded(rate(new Subject<number[]>(), { steps: 2 }))).rejects.toThrow(
      'rate: data has no value at the first step, begin it with startWith(...)',
    );
    const data = new BehaviorSubject([1, 1]);
    const run = lastValueFrom(rate(data, { steps: 2 }).pipe(tap(() => data.next([1, 1, 1]))));
    await expect(run).rejects.toThrow('rate: data have shape [1, 3], the stream began with [1, 2]');
    const sized = recorded(rate([1, 1], { steps: 1, gain: [1, 1, 1] }));
    await expect(sized).rejects.toThrow('rate: gain has 3 values, the data 2');
  });

  it('names the rule that an argument breaks', () => {
    expect(() => rate([1], {} as never)).toThrow(
      'rate: steps must be a whole number, at least 1, or Infinity, got undefined',
    );
    expect(() => rate([1], { steps: 2.5 })).toThrow(RangeError);
    expect(() => rate([1], { steps: 3, firstSpikeTime: 3 })).toThrow(
      'rate: firstSpikeTime must be at most steps - 1 = 2, got 3',
    );
    expect(() => rate([Number.NaN], { steps: 3 })).toThrow(
      'rate: every value must be a number, got NaN at index 0',
    );
    expect(() => rate([], { steps: 3 })).toThrow('rate: needs at least one value, got shape [0]');
    expect(() => rate([1], { timeVarInput: true, steps: 3 } as never)).toThrow(
      'rate: steps are those of the data with timeVarInput, got 3 beside it',
    );
    expect(() => rate(1, { timeVarInput: true })).toThrow(
      'rate: needs at least one step and one value, got shape []',
    );
    expect(() => rate([1], { steps: 3, gain: Number.NaN })).toThrow('rate: gain must be finite, got NaN');
  });
});

describe('rateConv', () => {
  it('gives equal spikes as a source and as an operator', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 30 }),
        fc.nat(),
        async (steps, n, seed) => {
          const values = rand([steps, n], { seed });
          const frames = Array.from({ length: steps }, (_, t) => values.data.slice(t * n, (t + 1) * n));
          const source = await recorded(rateConv(values, { seed }));
          const operator = await recorded(
            rateConv(frames.map((frame) => [...frame])).pipe(
              map((step) => frames[step.t]!),
              rateConv({ seed }),
            ),
          );
          expect(operator).toEqual(source);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('is independent of values that were drawn with the same seed', async () => {
    const { data } = await recorded(rateConv(rand([1, 2000], { seed: 3 }), { seed: 3 }));
    const count = data.reduce((a, b) => a + b, 0);
    expect(Math.abs(count - 1000)).toBeLessThan(4 * Math.sqrt(500));
  });

  it('draws as rate does where the values stay the same', async () => {
    const still = tensor(Array.from({ length: 10 }, () => [0.2, 0.8]));
    expect(await recorded(rateConv(still, { seed: 3 }))).toEqual(
      await recorded(rate([0.2, 0.8], { steps: 10, seed: 3 })),
    );
  });

  it('draws a step again as it was, where the source goes back', () => {
    const seen: string[] = [];
    current(rand([4, 50], { seed: 1 }))
      .pipe(rateConv({ seed: 2 }))
      .subscribe(({ spk, flow }) => {
        seen.push(spk!.data.join(''));
        if (seen.length === 3) flow.t = 1;
      });
    expect(seen.slice(3, 5)).toEqual(seen.slice(1, 3));
    expect(new Set(seen).size).toBe(4);
  });

  it('refuses empty values', () => {
    expect(() => rateConv([])).toThrow('rateConv: needs at least one step and one value, got shape [0]');
  });
});
