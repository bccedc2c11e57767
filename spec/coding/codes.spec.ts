import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { latencyCode, latencyInterpolate, rateInterpolate, targetRateCode } from 'rxsnn';

describe('latencyCode', () => {
  it('gives spike times before they are rounded, and what saturates', () => {
    const { times, below } = latencyCode([0.001, 0.5, 1], { steps: 5, normalize: true, linear: true });
    expect([...times.data].map((time) => time.toFixed(3))).toEqual(['3.960', '2.000', '0.000']);
    expect([...below.data]).toEqual([1, 0, 0]);
    expect(latencyCode([[1, 1]], { tau: 3 }).times.shape).toEqual([1, 2]);
  });

  it('stretches values beyond 1 over all steps', () => {
    const { times } = latencyCode([0, 1, 3], { steps: 11, normalize: true, linear: true, threshold: 0.5 });
    expect([...times.data].map((time) => time.toFixed(2))).toEqual(['10.00', '8.00', '0.00']);
  });

  it('is later, the smaller the value', () => {
    const pair = fc.tuple(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(pair, fc.boolean(), ([a, b], linear) => {
        const { data } = latencyCode([a, b], { linear, tau: 5, threshold: 0.05 }).times;
        if (a > b) expect(data[0]).toBeLessThanOrEqual(data[1]!);
      }),
    );
  });

  it('signs its errors', () => {
    expect(() => latencyCode([1], { normalize: true })).toThrow(
      'latencyCode: normalize needs steps, got undefined',
    );
    expect(() => latencyCode([Number.NaN])).toThrow(
      'latencyCode: every value must be a number, got NaN at index 0',
    );
  });
});

describe('latencyInterpolate', () => {
  it('rises from the first step to the spike, and is off after it', () => {
    const { shape, data } = latencyInterpolate([0, 4], { steps: 5, onTarget: 1.25, offTarget: 0.25 });
    expect(shape).toEqual([5, 2]);
    expect([...data]).toEqual([1.25, 0.25, 0.25, 0.5, 0.25, 0.75, 0.25, 1, 0.25, 1.25]);
  });

  it('stays off for a spike that never comes', () => {
    expect([...latencyInterpolate([9], { steps: 3 }).data]).toEqual([0, 0, 0]);
  });

  it('names the rule that is broken', () => {
    expect(() => latencyInterpolate([1], undefined as never)).toThrow(
      'latencyInterpolate: steps must be a whole number, at least 1, got undefined',
    );
    expect(() => latencyInterpolate([-1], { steps: 3 })).toThrow(
      'latencyInterpolate: every time must be a number, at least 0, got -1',
    );
    expect(() => latencyInterpolate([1], { steps: 3, offTarget: 2 })).toThrow(
      'latencyInterpolate: onTarget must be at least offTarget = 2, got 1',
    );
  });
});

describe('targetRateCode', () => {
  it('fires every 1/rate steps from the first spike time on', () => {
    expect([...targetRateCode({ steps: 5, rate: 0.3 }).spk.data]).toEqual([1, 0, 0, 1, 0]);
    expect([...targetRateCode({ steps: 5, firstSpikeTime: 3 }).times.data]).toEqual([3, 4]);
    expect(targetRateCode({ steps: 5, rate: 0 }).times.shape).toEqual([0]);
    expect(targetRateCode({ steps: 5, firstSpikeTime: 5 }).times.shape).toEqual([0]);
  });

  it.each(['regular', 'uniform', 'poisson'] as const)(
    'has a spike at each time of a %s code',
    (firingPattern) => {
      const options = fc.record({
        steps: fc.integer({ min: 1, max: 60 }),
        rate: fc.double({ min: 0, max: 1, noNaN: true }),
      });
      fc.assert(
        fc.property(options, fc.nat(), ({ steps, rate }, seed) => {
          const firstSpikeTime = Math.floor(steps / 3);
          const { spk, times } = targetRateCode({ steps, rate, firstSpikeTime, firingPattern, seed });
          const set = [...new Set(times.data)].sort((a, b) => a - b);
          expect([...spk.data.keys()].filter((t) => spk.data[t] === 1)).toEqual(set);
          expect(set.every((t) => t >= firstSpikeTime && t < steps)).toBe(true);
        }),
      );
    },
  );

  it('keeps its times within the steps, for every rate', () => {
    for (let steps = 1; steps <= 100; steps++) {
      for (let percent = 1; percent <= 100; percent++) {
        const { spk, times } = targetRateCode({ steps, rate: percent / 100 });
        expect(Math.max(...times.data)).toBeLessThan(steps);
        expect(spk.data.reduce((sum, spike) => sum + spike)).toBe(times.data.length);
      }
    }
    expect(targetRateCode({ steps: 20, rate: 0.65 }).times.data).toHaveLength(13);
  });

  it('names the rule that is broken', () => {
    expect(() => targetRateCode({ steps: 5, rate: 1.5 })).toThrow(
      'targetRateCode: rate must be a number from 0 to 1, got 1.5',
    );
    expect(() => targetRateCode({ steps: 5, firstSpikeTime: 6 })).toThrow(
      'targetRateCode: firstSpikeTime must be a whole number from 0 to 5, got 6',
    );
    expect(() => targetRateCode({ steps: 5, seed: -1 })).toThrow(
      'targetRateCode: seed must be a whole number, at least 0, got -1',
    );
  });
});

describe('rateInterpolate', () => {
  it('rises to each spike from the step after the one before', () => {
    expect([...rateInterpolate([0, 4], { steps: 6 }).data]).toEqual(
      [1, 0, 1 / 3, 2 / 3, 1, 0].map(Math.fround),
    );
    expect([...rateInterpolate([2, 1, 2], { steps: 3 }).data]).toEqual([0, 1, 1]);
    expect([...rateInterpolate([], { steps: 3, offTarget: 0.5 }).data]).toEqual([0.5, 0.5, 0.5]);
  });

  it('names the rule that is broken', () => {
    expect(() => rateInterpolate([3], { steps: 3 })).toThrow(
      'rateInterpolate: every time must be a whole number from 0 to 2, got 3',
    );
    expect(() => rateInterpolate([2], { steps: 3, offTarget: 2 })).toThrow(
      'rateInterpolate: onTarget must be above offTarget = 2, got 1',
    );
  });
});
