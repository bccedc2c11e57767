import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lastValueFrom } from 'rxjs';
import {
  current,
  fromOneHot,
  record,
  type TargetsRateOptions,
  targetsConvert,
  targetsLatency,
  targetsRate,
  toOneHot,
} from 'rxsnn';

/** The values over time of neuron `neuron` of sample `sample`. */
const course = ({ shape, data }: ReturnType<typeof targetsRate>, sample: number, neuron: number) =>
  Array.from({ length: shape[0]! }, (_, t) => data[(t * shape[1]! + sample) * shape[2]! + neuron]);

describe('targetsRate', () => {
  it('is one-hot, without time, where all steps are alike', () => {
    expect(targetsRate([2, 0], { numClasses: 3, steps: 10 })).toEqual(toOneHot([2, 0], 3));
    expect([...targetsRate(1, { numClasses: 3, onTarget: 1.2, offTarget: 0.5 }).data]).toEqual(
      [0.5, 1.2, 0.5].map(Math.fround),
    );
    expect([...targetsRate(1, { numClasses: 3, onTarget: 0, offTarget: 1 }).data]).toEqual([1, 0, 1]);
  });

  it('fires at both rates from the first spike time on', () => {
    const options = { numClasses: 3, steps: 6, correctRate: 0.5, incorrectRate: 0.25 };
    const targets = targetsRate([0, 2], { ...options, firstSpikeTime: 1 });
    expect(targets.shape).toEqual([6, 2, 3]);
    expect(course(targets, 0, 0)).toEqual([0, 1, 0, 1, 0, 1]);
    expect(course(targets, 0, 1)).toEqual([0, 1, 0, 0, 0, 1]);
    expect(course(targets, 1, 2)).toEqual(course(targets, 0, 0));
    expect(course(targetsRate(0, { numClasses: 2, steps: 4, firstSpikeTime: 2 }), 0, 0)).toEqual([
      0, 0, 1, 1,
    ]);
  });

  it('rises up to each spike', () => {
    const options = { numClasses: 5, steps: 6, correctRate: 0.25, interpolate: true };
    const targets = targetsRate(4, { ...options, onTarget: 1.25, offTarget: 0.5 });
    expect(course(targets, 0, 4)).toEqual([1.25, 0.5, 0.75, 1, 1.25, 0.5]);
    expect(course(targets, 0, 0)).toEqual([0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
  });

  it.each(['uniform', 'poisson'] as const)('draws %s spikes from the seed', (firingPattern) => {
    const options = { numClasses: 2, steps: 4000, correctRate: 0.5, incorrectRate: 0.5, firingPattern };
    const targets = targetsRate(0, { ...options, seed: 1, firstSpikeTime: 1000 });
    expect(targetsRate(0, { ...options, seed: 1, firstSpikeTime: 1000 })).toEqual(targets);
    expect(targetsRate(0, { ...options, seed: 2, firstSpikeTime: 1000 })).not.toEqual(targets);
    const [correct, incorrect] = [course(targets, 0, 0), course(targets, 0, 1)];
    const count = (spk: readonly unknown[]) => spk.filter((x) => x === 1).length;
    // half of 3000 steps; of evenly drawn times some coincide, which leaves 1 - exp(-1/2) of the steps
    const share = firingPattern === 'poisson' ? 0.5 : 1 - Math.exp(-0.5);
    for (const spk of [correct, incorrect]) {
      expect(count(spk.slice(0, 1000))).toBe(0);
      expect(Math.abs(count(spk) / 3000 - share)).toBeLessThan(4 * Math.sqrt(0.25 / 3000));
    }
    expect(correct).not.toEqual(incorrect);
  });

  it.each<[string, unknown, Partial<TargetsRateOptions>]>([
    ['correctRate must be a number from 0 to 1, got 2', [0], { correctRate: 2 }],
    ['incorrectRate must be a number from 0 to 0.5, got 0.8', [0], { correctRate: 0.5, incorrectRate: 0.8 }],
    ['steps must be a whole number, at least 1, got undefined', [0], { correctRate: 0.5 }],
    ['steps must be a whole number, at least 1, got undefined', [0], { firstSpikeTime: 2 }],
    [
      'firstSpikeTime must be a whole number from 0 to 5, got 6',
      [0],
      { correctRate: 0.5, steps: 5, firstSpikeTime: 6 },
    ],
    [
      "firingPattern must be one of 'regular', 'uniform', 'poisson', got 'random'",
      [0],
      { firingPattern: 'random' as never },
    ],
    [
      'onTarget must be above offTarget = 1, got 1',
      [0],
      { correctRate: 0.5, steps: 5, interpolate: true, offTarget: 1 },
    ],
    ['every target must be a whole number from 0 to 3, got 4', [4], {}],
    ['every target must be a whole number from 0 to 3, got -1', [-1], {}],
  ])('%s', (message, targets, options) => {
    const make = () => targetsRate(targets as never, { numClasses: 4, ...options });
    expect(make).toThrow(`targetsRate: ${message}`);
  });

  it('says that numClasses is missing', () => {
    expect(() => targetsRate([0], undefined as never)).toThrow(
      new TypeError('targetsRate: numClasses must be a whole number, at least 1, got undefined'),
    );
  });
});

describe('targetsLatency', () => {
  it('lets the right class spike first and the others last, or not at all', () => {
    const options = { numClasses: 3, steps: 4, normalize: true };
    const targets = targetsLatency([1], options);
    expect(course(targets, 0, 1)).toEqual([1, 0, 0, 0]);
    expect(course(targets, 0, 2)).toEqual([0, 0, 0, 1]);
    expect(course(targetsLatency([1], { ...options, clip: true }), 0, 2)).toEqual([0, 0, 0, 0]);
    expect(course(targetsLatency([1], { ...options, interpolate: true }), 0, 2)).toEqual(
      [0, 1, 2, 3].map((t) => Math.fround(Math.fround(1 / 3) * t)),
    );
  });

  it('signs the errors of the code', () => {
    expect(() => targetsLatency([1], { numClasses: 3 })).toThrow(
      'targetsLatency: steps must be given, or bypass be set, got undefined',
    );
  });
});

describe('targetsConvert', () => {
  const labels = fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 8 });

  it('keeps the classes: the right neuron spikes first, and most', () => {
    const rates = fc.record({
      correctRate: fc.constantFrom(0.5, 0.8, 1),
      incorrectRate: fc.constantFrom(0, 0.2),
    });
    fc.assert(
      fc.property(labels, rates, (targets, options) => {
        const most = targetsConvert(targets, { numClasses: 5, steps: 20, firstSpikeTime: 1, ...options });
        expect(winners(targets.length, (sample, neuron) => sum(course(most, sample, neuron)))).toEqual(
          targets,
        );
        const first = targetsConvert(targets, { numClasses: 5, code: 'latency', steps: 9, normalize: true });
        expect(
          winners(targets.length, (sample, neuron) => -course(first, sample, neuron).indexOf(1)),
        ).toEqual(targets);
        expect([...fromOneHot(targetsConvert(targets, { numClasses: 5 })).data]).toEqual(targets);
      }),
    );
  });

  it('plays as a stream', async () => {
    const targets = targetsConvert([1, 0], { numClasses: 2, steps: 7, correctRate: 0.5 });
    const rec = await lastValueFrom(current(targets).pipe(record()));
    expect(rec.cur).toEqual({ shape: [7, 2, 2], data: targets.data });
  });

  it('takes a code by its name', () => {
    expect(() => targetsConvert([1], { numClasses: 2, code: 'time' as never })).toThrow(
      new TypeError("targetsConvert: code must be one of 'rate', 'latency', got 'time'"),
    );
    const plain = { numClasses: 2, steps: 3, normalize: true };
    expect(targetsConvert([1], { ...plain, code: 'latency' })).toEqual(targetsLatency([1], plain));
    // @ts-expect-error the latency code has no values of its own
    expect(() => targetsConvert([1], { ...plain, code: 'latency', onTarget: 2 })).toThrow(
      /^targetsConvert, code 'latency': has no option 'onTarget'; there are 'numClasses', /,
    );
  });
});

const sum = (values: readonly (number | undefined)[]) => values.reduce<number>((a, b) => a + b!, 0);

function winners(samples: number, score: (sample: number, neuron: number) => number): number[] {
  return Array.from({ length: samples }, (_, sample) => {
    const scores = [0, 1, 2, 3, 4].map((neuron) => score(sample, neuron));
    return scores.indexOf(Math.max(...scores));
  });
}
