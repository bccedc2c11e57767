import { describe, expect, it } from '@jest/globals';
import {
  BehaviorSubject,
  firstValueFrom,
  lastValueFrom,
  map,
  Subject,
  take,
  tap,
  throwError,
  toArray,
} from 'rxjs';
import { current, eventFile, leaky, type OnLate, pace, rate, type Step, spikes } from 'rxsnn';
import { writeNmnist } from '../helpers/eventFiles.js';
import { keepsTheStreamContract } from '../helpers/operator.js';
import { settled, VirtualTime } from '../helpers/virtualTime.js';

const ENDLESS = Number.POSITIVE_INFINITY;
const ones = () => rate([1], { steps: ENDLESS });

/** The steps of a run and when they came. */
function watched(time: VirtualTime) {
  const seen: [ms: number, t: number][] = [];
  return { seen, note: tap(({ t }: Step) => void seen.push([time.now(), t])) };
}

describe('pace', () => {
  keepsTheStreamContract(() => pace({ hz: 1000, speed: ENDLESS, scheduler: new VirtualTime() }));

  it('lets the steps of a source through by the clock, and stops its timers with its subscriber', async () => {
    const time = new VirtualTime();
    const { seen, note } = watched(time);
    const subscription = ones()
      .pipe(pace({ dt: 0.01, scheduler: time }), note)
      .subscribe();
    await time.pass(35);
    expect(seen).toEqual([
      [0, 0],
      [10, 1],
      [20, 2],
      [30, 3],
    ]);
    subscription.unsubscribe();
    expect(time.pending).toBe(0);
    await time.pass(100);
    expect(seen).toHaveLength(4);
  });

  it('completes with the last step', async () => {
    const time = new VirtualTime();
    let end = -1;
    current([1, 2, 3])
      .pipe(pace({ hz: 100, scheduler: time }))
      .subscribe({ complete: () => (end = time.now()) });
    await time.pass(100);
    expect(end).toBe(20);
    expect(time.pending).toBe(0);
  });

  it('gives the numbers of the run without it', async () => {
    const steps = () => rate([0.5, 0.5, 0.5], { steps: 60, seed: 7 });
    const mem = (steps$: ReturnType<typeof rate>) =>
      lastValueFrom(
        steps$.pipe(
          leaky({ beta: 0.9 }),
          map((step) => [...step.mem!.data]),
          toArray(),
        ),
      );
    const time = new VirtualTime();
    const paced = mem(steps().pipe(pace({ hz: 1000, scheduler: time })));
    await time.pass(100);
    expect(await paced).toEqual(await mem(steps()));
  });

  it('changes its speed, pauses and goes step by step, at once', async () => {
    const time = new VirtualTime();
    const { seen, note } = watched(time);
    const [speed, pause, step] = [new BehaviorSubject(1), new BehaviorSubject(false), new Subject<void>()];
    const options = { hz: 100, speed, pause, step, scheduler: time };
    ones().pipe(pace(options), note).subscribe();
    step.next();
    await time.pass(15);
    speed.next(4);
    await time.pass(4);
    pause.next(true);
    await time.pass(1000);
    step.next();
    step.next();
    await settled();
    await time.pass(5);
    pause.next(false);
    await time.pass(3);
    expect(seen).toEqual([
      [0, 0],
      [10, 1],
      [16.25, 2],
      [18.75, 3],
      [1019, 4],
      [1019, 5],
      [1026.5, 6],
    ]);
  });

  it('lets nothing through while it is paused, however late it was', async () => {
    const time = new VirtualTime();
    const { seen, note } = watched(time);
    const pause = new BehaviorSubject(false);
    const slow = tap(({ t }: Step) => {
      if (t !== 2) return;
      time.spend(75);
      pause.next(true);
    });
    ones()
      .pipe(pace({ hz: 100, pause, scheduler: time }), note, slow)
      .subscribe();
    await time.pass(500);
    expect(seen.map(([, t]) => t)).toEqual([0, 1, 2]);
  });

  it('lets nothing through that was about to go on when it was paused: others had a turn, or work was waited for', async () => {
    const time = new VirtualTime();
    const { seen, note } = watched(time);
    const [pause, step, work] = [new BehaviorSubject(false), new Subject<void>(), new Subject<void>()];
    const busy = tap(({ t, flow }: Step) => {
      if (t === 2) time.spend(13);
      if (t === 6) for (let i = 0; i < flow.limit; i++) flow.hold(firstValueFrom(work));
    });
    ones()
      .pipe(pace({ hz: 100, speed: ENDLESS, pause, step, scheduler: time }), note, busy)
      .subscribe();
    const goOn = async () => {
      pause.next(true);
      work.next();
      await time.pass(500);
      const last = seen.at(-1)![1];
      step.next();
      await time.pass(500);
      return [last, seen.at(-1)![1]];
    };
    expect(await goOn()).toEqual([3, 4]);
    pause.next(false);
    await settled();
    expect(await goOn()).toEqual([6, 7]);
  });

  it('goes on where a timer fires early', async () => {
    const time = new VirtualTime();
    const schedule = time.schedule.bind(time);
    time.schedule = ((work: never, delay = 0, state?: never) =>
      schedule(work, Math.max(0, delay - 0.3), state)) as typeof time.schedule;
    const { seen, note } = watched(time);
    ones()
      .pipe(pace({ hz: 100, scheduler: time }), note)
      .subscribe();
    await time.pass(1000);
    expect(seen.length).toBeGreaterThan(98);
    expect(seen.length).toBeLessThan(103);
  });

  it('waits for the layers where told to, without a step too few', async () => {
    const time = new VirtualTime();
    const { seen, note } = watched(time);
    const slow = tap(({ t }: Step) => {
      if (t === 2) time.spend(75);
    });
    const flow = ones().pipe(pace({ hz: 100, slack: 0.02, scheduler: time }), note, slow);
    let last: Step | undefined;
    flow.subscribe((step) => {
      last = step;
    });
    await time.pass(120);
    // after the slow step those that fit into the slack come at once; the rest of the lateness is forgiven
    expect(seen.slice(0, 8)).toEqual([
      [0, 0],
      [10, 1],
      [20, 2],
      [95, 3],
      [95, 4],
      [95, 5],
      [105, 6],
      [115, 7],
    ]);
    expect(last?.flow).toMatchObject({ dropped: 0, coalesced: 0, dt: 0.01 });
  });

  it('drops late steps where told to: t keeps to the clock, and every step is counted', async () => {
    const time = new VirtualTime();
    const { seen, note } = watched(time);
    const slow = tap(({ t }: Step) => {
      if (t === 2) time.spend(75);
    });
    let last: Step | undefined;
    ones()
      .pipe(pace({ hz: 100, slack: 0, onLate: 'drop', scheduler: time }), note, slow)
      .subscribe((step) => {
        last = step;
      });
    await time.pass(120);
    expect(seen).toEqual([
      [0, 0],
      [10, 1],
      [20, 2],
      [95, 9],
      [100, 10],
      [110, 11],
      [120, 12],
    ]);
    expect(last?.flow.dropped).toBe(6);
  });

  it('never drops a step of a finite source unseen', async () => {
    const time = new VirtualTime();
    const { seen, note } = watched(time);
    const values = Array.from({ length: 50 }, () => 1);
    let flow: Step['flow'] | undefined;
    const slow = tap((step: Step) => {
      flow = step.flow;
      time.spend(33);
    });
    const run = lastValueFrom(
      current(values).pipe(pace({ hz: 100, slack: 0, onLate: 'drop', scheduler: time }), note, slow),
    );
    await time.pass(2000);
    await run;
    expect(seen.length + flow!.dropped).toBe(50);
    expect(flow!.dropped).toBeGreaterThan(20);
  });

  it('adds late steps up where told to: everything arrives', async () => {
    const time = new VirtualTime();
    const values = Array.from({ length: 40 }, (_, i) => i);
    const sums: number[] = [];
    let flow: Step['flow'] | undefined;
    const run = lastValueFrom(
      current(values).pipe(
        pace({ hz: 100, slack: 0, onLate: 'coalesce', scheduler: time }),
        tap((step) => {
          flow = step.flow;
          sums.push(step.cur!.data[0]!);
          if (step.t === 4) time.spend(42);
        }),
      ),
    );
    await time.pass(1000);
    await run;
    expect(sums.slice(4, 7)).toEqual([4, 5 + 6 + 7 + 8, 9]);
    expect(sums.reduce((a, b) => a + b)).toBe((39 * 40) / 2);
    expect(sums.length + flow!.coalesced).toBe(40);
  });

  it.each(['drop', 'coalesce'] as const)(
    'counts to the end of a file that it cannot see: %s',
    async (onLate) => {
      const time = new VirtualTime();
      const events = Array.from({ length: 103 }, (_, i) => ({ t: 1000 * i, x: 1, y: 1, p: 1 as const }));
      let charge = 0;
      const run = lastValueFrom(
        eventFile(writeNmnist(events), { format: 'nmnist', dt: 1000, values: 'counts' }).pipe(
          pace({ hz: 1000, onLate, slack: 0, scheduler: time }),
          tap((step) => {
            charge += step.spk!.data.reduce((a, b) => a + b);
            time.spend(15.5);
          }),
          toArray(),
        ),
      );
      await time.pass(1000);
      const steps = await run;
      const { dropped, coalesced } = steps.at(-1)!.flow;
      expect(steps.length + dropped + coalesced).toBe(103);
      expect(steps.length).toBeLessThan(20);
      expect(charge).toBe(onLate === 'drop' ? steps.length : 103);
    },
  );

  it.each([
    ['wait', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], { dropped: 0, coalesced: 0 }, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
    ['drop', [0, 3, 7, 9], { dropped: 6, coalesced: 0 }, [1, 4, 8, 10]],
    ['coalesce', [0, 3, 7, 9], { dropped: 0, coalesced: 6 }, [1, 2 + 3 + 4, 5 + 6 + 7 + 8, 9 + 10]],
  ] as const)('holds what comes by itself back: %s', async (onLate, ts, counts, values) => {
    const time = new VirtualTime();
    const sensor = new Subject<number>();
    const steps: Step[] = [];
    sensor.pipe(pace({ hz: 100, onLate, scheduler: time })).subscribe((step) => steps.push(step));
    for (let i = 1; i <= 10; i++) {
      sensor.next(i);
      await time.pass(2.6);
    }
    sensor.complete();
    await time.pass(1000);
    expect(steps.map(({ t }) => t)).toEqual(ts);
    expect(steps.map(({ cur }) => cur!.data[0])).toEqual(values);
    expect(steps[0]!.flow).toMatchObject(counts);
  });

  it('draws what an Observable holds when the step is due', async () => {
    const time = new VirtualTime();
    const data = new BehaviorSubject([0, 1]);
    const spk: number[][] = [];
    rate(data, { steps: ENDLESS })
      .pipe(pace({ hz: 100, scheduler: time }))
      .subscribe((step) => spk.push([...step.spk!.data]));
    await time.pass(15);
    data.next([1, 0]);
    await time.pass(10);
    expect(spk).toEqual([
      [0, 1],
      [0, 1],
      [1, 0],
    ]);
  });

  it('gives other work its turn at full speed', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const busy = tap(() => {
      for (const end = performance.now() + 1; performance.now() < end; );
    });
    await lastValueFrom(ones().pipe(pace({ hz: 1, speed: ENDLESS }), busy, take(60)));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(0);
  });

  it('says which option is wrong', async () => {
    expect(() => pace({} as never)).toThrow('pace: takes either hz or dt, got hz undefined and dt undefined');
    expect(() => pace({ hz: 0 })).toThrow('pace: hz must be above 0, got 0');
    expect(() => pace({ hz: 1, onLate: 'skip' as OnLate })).toThrow(
      "pace: onLate must be one of 'wait', 'drop', 'coalesce', got 'skip'",
    );
    expect(() => pace({ hz: 1, speed: -1 })).toThrow(RangeError);
    const run = (speed: BehaviorSubject<number> | ReturnType<typeof throwError>) =>
      lastValueFrom(spikes([[1], [1]]).pipe(pace({ hz: 1, speed: speed as BehaviorSubject<number> })));
    await expect(run(new BehaviorSubject(-2))).rejects.toThrow(
      'pace: speed must be a number, at least 0, got -2',
    );
    await expect(run(throwError(() => new Error('slider broke')))).rejects.toThrow('slider broke');
  });
});
