import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BehaviorSubject, lastValueFrom, map, type Observable, of, Subject, take, tap, toArray } from 'rxjs';
import {
  current,
  delta,
  type LatencySourceOptions,
  type Live,
  latency,
  leaky,
  pace,
  rand,
  rate,
  rateConv,
  rewind,
  type Step,
  type TensorLike,
} from 'rxsnn';
import { VirtualTime } from '../helpers/virtualTime.js';

const STEPS = 24;
const NEURONS = 6;
const { data: frames } = rand([STEPS, NEURONS], { seed: 1 });
const frame = (t: number) => frames.subarray(t * NEURONS, (t + 1) * NEURONS);
const all = Array.from({ length: STEPS }, (_, t) => frame(t));

/** Options that change: their values by name, and the step from which each set holds. */
type Schedule = readonly { readonly from: number; readonly values: Readonly<Record<string, TensorLike>> }[];
type Source = (values: Readonly<Record<string, Live>>) => Observable<Step>;

const now = (schedule: Schedule, t: number) => schedule.filter(({ from }) => from <= t).at(-1)!.values;
const numbers = (step: Step) => [...step.output.data];

/** The steps of one run whose options are Observables that follow the schedule. */
async function changing(source: Source, schedule: Schedule): Promise<number[][]> {
  const subjects = Object.fromEntries(
    Object.entries(schedule[0]!.values).map(([name, value]) => [name, new BehaviorSubject(value)]),
  );
  const follow = tap(({ t }: Step) => {
    const next = schedule.find(({ from }) => from === t + 1);
    for (const [name, value] of Object.entries(next?.values ?? {})) subjects[name]!.next(value);
  });
  const steps = await lastValueFrom(source(subjects).pipe(follow, take(STEPS), map(numbers), toArray()));
  expect(Object.values(subjects).some(({ observed }) => observed)).toBe(false);
  return steps;
}

/** The same from runs whose options stay the same: of each, the steps in which its values hold. */
async function offline(source: Source, schedule: Schedule): Promise<number[][]> {
  const steps: number[][] = [];
  for (let t = 0; t < STEPS; t += 1) {
    const run = await lastValueFrom(source(now(schedule, t)).pipe(take(t + 1)));
    steps.push(numbers(run));
  }
  return steps;
}

const each = (min: number, max: number) => fc.double({ min, max, noNaN: true }).map((x) => Math.fround(x));
/** One number for all neurons, or one for each. */
const live = (min: number, max: number) =>
  fc.oneof(each(min, max), fc.array(each(min, max), { minLength: NEURONS, maxLength: NEURONS }));
const whole = (max: number) =>
  fc.oneof(fc.nat(max), fc.array(fc.nat(max), { minLength: NEURONS, maxLength: NEURONS }));
const schedules = (values: Record<string, fc.Arbitrary<TensorLike>>): fc.Arbitrary<Schedule> =>
  fc
    .uniqueArray(fc.integer({ min: 1, max: STEPS - 1 }), { maxLength: 4 })
    .chain((changes) =>
      fc
        .array(fc.record(values), { minLength: changes.length + 1, maxLength: changes.length + 1 })
        .map((sets) => [0, ...changes.sort((a, b) => a - b)].map((from, i) => ({ from, values: sets[i]! }))),
    );

const data = fc.array(each(0, 1), { minLength: NEURONS, maxLength: NEURONS });
const code = {
  tau: live(0.1, 9),
  threshold: live(0.01, 0.9),
  epsilon: live(1e-6, 1e-3),
  firstSpikeTime: whole(3),
  onTarget: live(1, 2),
  offTarget: live(-1, 1),
};
const affine = { gain: live(-1, 3), offset: live(-0.5, 0.5) };
const endless = Number.POSITIVE_INFINITY;

const sources: readonly [name: string, values: Record<string, fc.Arbitrary<TensorLike>>, source: Source][] = [
  [
    'rate',
    { data, ...affine, firstSpikeTime: whole(STEPS) },
    ({ data, ...rest }) => rate(data!, { steps: endless, seed: 4, ...rest }),
  ],
  ['rateConv, a source', affine, (values) => rateConv(all, { seed: 4, ...values })],
  ['rateConv, an operator', affine, (values) => of(...all).pipe(rateConv({ seed: 4, ...values }))],
  ['current', { data, ...affine }, ({ data, ...rest }) => current(data!, { steps: STEPS, ...rest })],
  ['delta, a source', { threshold: live(0, 0.5) }, (values) => delta(all, { offSpike: true, ...values })],
  ['delta, an operator', { threshold: live(0, 0.5) }, (values) => of(...all).pipe(delta(values))],
  [
    'latency',
    { data, ...code },
    ({ data, ...rest }) => latency(data!, { steps: STEPS, bypass: true, ...rest }),
  ],
  [
    'latency, stretched and linear',
    { data, threshold: code.threshold },
    ({ data, ...rest }) =>
      latency(data!, { steps: STEPS, normalize: true, linear: true, clip: true, ...rest }),
  ],
  [
    'latency, as ramps',
    { data, ...code },
    ({ data, ...rest }) => latency(data!, { steps: STEPS, bypass: true, interpolate: true, ...rest }),
  ],
];

describe('numeric options of sources that change', () => {
  it.each(sources)('hold from the next step on: %s', async (_, values, source) => {
    await fc.assert(
      fc.asyncProperty(schedules(values), async (schedule) => {
        expect(await changing(source, schedule)).toEqual(await offline(source, schedule));
      }),
      { numRuns: 12 },
    );
  });

  it('are refused with their rule, at the factory or down the error channel', async () => {
    const broken = (source: Source, name: string, value: TensorLike) =>
      expect(lastValueFrom(source({ [name]: of(value) }))).rejects;
    await broken((values) => rateConv([[1, 1]], values), 'gain', [1, 2, 3]).toThrow(
      'rateConv: gain has 3 values, the data 2',
    );
    await broken((values) => delta([[1, 1]], values), 'threshold', [1]).toThrow(
      'delta: threshold has 1 values, the data 2',
    );
    await broken((values) => latency([1], { steps: 9, ...values }), 'tau', 0).toThrow(
      'latency: tau must be above 0, got 0',
    );
    await broken((values) => latency([1], { steps: 9, ...values }), 'firstSpikeTime', 9).toThrow(
      'latency: firstSpikeTime must be at most steps - 1 = 8, got 9',
    );
    await broken((values) => rate([1], { steps: 9, ...values }), 'firstSpikeTime', 0.5).toThrow(
      'rate: firstSpikeTime must be a whole number from 0 to 8, got 0.5',
    );
    await expect(lastValueFrom(latency(new Subject<number[]>(), { steps: 2 }))).rejects.toThrow(
      'latency: data has no value at the first step, begin it with startWith(...)',
    );
    expect(() => latency(of([1]), { steps: 9, tau: -1 })).toThrow('latency: tau must be above 0, got -1');
    expect(() => latency(of([1]), { bypass: true })).toThrow(
      'latency: steps must be a number unless rounds are Infinity, got undefined',
    );
    expect(() => latency([1], { steps: of(3), rounds: 2 })).toThrow('got an Observable');
    expect(() => latency([1], { steps: 3, rounds: 0 })).toThrow(
      'latency: rounds must be a whole number, at least 1, or Infinity, got 0',
    );
  });
});

describe('latency in rounds', () => {
  it('gives the code again and again, of the data and options at the beginning of each', async () => {
    const rounds = schedules({
      data,
      tau: code.tau,
      threshold: code.threshold,
      steps: fc.integer({ min: 1, max: 7 }),
    });
    await fc.assert(
      fc.asyncProperty(rounds, async (schedule) => {
        const source: Source = ({ data, ...rest }) =>
          latency(data!, { bypass: true, rounds: endless, ...(rest as LatencySourceOptions) });
        const expected: number[][] = [];
        while (expected.length < STEPS) {
          const { data, ...rest } = now(schedule, expected.length);
          const round = latency(data!, { bypass: true, ...(rest as LatencySourceOptions) });
          expected.push(...(await lastValueFrom(round.pipe(map(numbers), toArray()))));
        }
        expect(await changing(source, schedule)).toEqual(expected.slice(0, STEPS));
      }),
      { numRuns: 40 },
    );
    const three = latency([0.1, 1], { steps: 4, rounds: 3, normalize: true });
    const steps = await lastValueFrom(three.pipe(toArray()));
    expect(steps.map(({ steps }) => steps)).toEqual(Array(12).fill(12));
  });

  it('goes back into the middle of a round, and on as it did', () => {
    const [seek, drawing] = [new Subject<number>(), new BehaviorSubject([0.2, 0.9, 0.5])];
    const seen: string[] = [];
    latency(drawing, { steps: 8, rounds: endless, normalize: true, linear: true })
      .pipe(leaky({ beta: 0.9 }), rewind({ seek, settings: { drawing }, every: 5 }), take(90))
      .subscribe((step) => {
        seen.push(`${step.t} ${step.cur!.data.join(' ')} ${step.mem!.data.join(' ')}`);
        if (step.t === 10) drawing.next([1, 0, 0.3]);
        if (seen.length === 40 || seen.length === 60) seek.next(13);
      });
    expect(seen.slice(40, 60)).toEqual(seen.slice(13, 33));
    expect(seen.slice(60, 87)).toEqual(seen.slice(13, 40));
    expect(new Set(seen.map((step) => step.split(' ').slice(1, 4).join(' '))).size).toBeGreaterThan(3);
  });

  it('goes back to its first steps where pace left the very first ones out', async () => {
    const [time, seek] = [new VirtualTime(), new Subject<number>()];
    const seen: string[] = [];
    const run = latency([0, 0.5, 1], { steps: 7, rounds: endless, normalize: true, linear: true })
      .pipe(
        tap(({ t, flow }) => t === 0 && flow.catchUp === 0 && time.spend(3.5)),
        pace({ hz: 1000, slack: 0, onLate: 'drop', scheduler: time }),
        rewind({ seek }),
      )
      .subscribe((step) => seen.push(`${step.t} ${numbers(step).join(' ')}`));
    await time.pass(20);
    const before = seen.slice(0, 10);
    expect(before[0]).toBe('3 0 1 0');
    seek.next(3);
    await time.pass(20);
    const again = seen.lastIndexOf(before[0]!);
    expect(again).toBeGreaterThan(0);
    expect(seen.slice(again, again + 10)).toEqual(before);
    run.unsubscribe();
  });
});
