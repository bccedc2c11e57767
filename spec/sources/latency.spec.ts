import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lastValueFrom, take, toArray } from 'rxjs';
import { type LatencyOptions, latency, rand, record } from 'rxsnn';

const recorded = async (data: Parameters<typeof latency>[0], options: LatencyOptions) =>
  (await lastValueFrom(latency(data, options).pipe(record()))).spk;

describe('latency', () => {
  it('spikes once a value, the larger the earlier', async () => {
    const { shape, data } = await recorded([0.02, 0.5, 1], { steps: 5, normalize: true, linear: true });
    expect(shape).toEqual([5, 1, 3]);
    expect([...data]).toEqual([0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0]);
  });

  it('fires each neuron exactly once, and in the order of the values', async () => {
    const anything = fc.record({
      values: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 }),
      steps: fc.integer({ min: 1, max: 40 }),
      linear: fc.boolean(),
      threshold: fc.constantFrom(0.01, 0.2, 0.9),
    });
    await fc.assert(
      fc.asyncProperty(anything, async ({ values, steps, ...options }) => {
        const { data } = await recorded(values, { ...options, steps, normalize: true });
        const times = values.map((_, n) => {
          const spk = data.filter((_, i) => i % values.length === n);
          expect(spk.filter((x) => x === 1)).toHaveLength(1);
          return spk.indexOf(1);
        });
        for (const [a, x] of values.entries()) {
          for (const [b, y] of values.entries()) if (x > y) expect(times[a]).toBeLessThanOrEqual(times[b]!);
        }
        expect(Math.max(...times)).toBeLessThan(steps);
      }),
      { numRuns: 60 },
    );
  });

  it('clips what is below the threshold, and replaces the values of spikes', async () => {
    const options = { steps: 3, normalize: true, linear: true, threshold: 0.4, clip: true };
    expect([...(await recorded([0.1, 1], options)).data]).toEqual([0, 1, 0, 0, 0, 0]);
    const targets = await recorded([0, 1], { ...options, clip: false, onTarget: 1.5, offTarget: 0.25 });
    expect([...targets.data]).toEqual([0.25, 1.5, 1.5, 0.25, 0.25, 0.25]);
  });

  it('rises up to the spikes', async () => {
    const options = { steps: 5, normalize: true, linear: true, interpolate: true };
    const { data } = await recorded([0, 1], { ...options, onTarget: 2, offTarget: 1 });
    expect([...data]).toEqual([1, 2, 1.25, 1, 1.5, 1, 1.75, 1, 2, 1]);
  });

  it('ends with the last spike, or drops the spikes that come too late', async () => {
    expect((await recorded([0.01, 1], { bypass: true })).shape).toEqual([13, 1, 2]);
    const { data } = await recorded([0.01, 1], { steps: 3, bypass: true });
    expect([...data]).toEqual([0, 1, 0, 0, 0, 0]);
  });

  it('is synchronous, cold, and stops with its subscriber', async () => {
    const latency$ = latency(rand([4, 10]), { steps: 30, normalize: true });
    const first = await lastValueFrom(latency$.pipe(take(3), toArray()));
    expect(first.map(({ t, steps }) => [t, steps])).toEqual([
      [0, 30],
      [1, 30],
      [2, 30],
    ]);
    const again = await lastValueFrom(latency$.pipe(record()));
    expect(again.spk.data.subarray(0, 120)).toEqual(
      Float32Array.from(first.flatMap(({ spk }) => [...spk!.data])),
    );
  });

  it.each<[string, unknown, unknown]>([
    ['latency: steps must be given, or bypass be set, got undefined', [1], undefined],
    ['latency: steps must be a whole number, at least 1, got 0', [1], { steps: 0 }],
    ['latency: normalize needs steps, got undefined', [1], { normalize: true, bypass: true }],
    ['latency: threshold must be above 0 and below 1, got 1', [1], { steps: 5, threshold: 1 }],
    ['latency: tau must be above 0, got 0', [1], { steps: 5, tau: 0 }],
    ['latency: firstSpikeTime must be at most steps - 1 = 4, got 5', [1], { steps: 5, firstSpikeTime: 5 }],
    ['latency: every value must be a number from 0 to 1, got 1.5', [0.5, 1.5], { steps: 5 }],
    ['latency: needs at least one value, got shape [0]', [], { steps: 5 }],
    [
      'latency: onTarget must be at least offTarget = 0, got -1',
      [1],
      { steps: 5, interpolate: true, onTarget: -1 },
    ],
    [
      'latency: the last spike must be in step 4, got 12; allow more steps or a smaller tau, or set normalize or bypass',
      [0, 1],
      { steps: 5 },
    ],
    [
      'latency: normalize needs finite spike times after step 0, got NaN',
      [0],
      { steps: 5, normalize: true, epsilon: 0 },
    ],
    [
      'latency: steps must be given where epsilon is lost in float32, got undefined',
      [0],
      { bypass: true, epsilon: 0 },
    ],
  ])('%s', (message, data, options) => {
    expect(() => latency(data as never, options as never)).toThrow(message);
  });

  it('lets a value that saturates at the threshold itself spike last', async () => {
    expect([...(await recorded([0], { steps: 3, epsilon: 0 })).data]).toEqual([0, 0, 1]);
  });
});
