import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BehaviorSubject, lastValueFrom, map, Subject, take, tap, toArray } from 'rxjs';
import { eventFile, leaky, pace, record, replay, rewind, type Step, spikes } from 'rxsnn';
import { type Event, writeAedat4, writeNmnist } from '../helpers/eventFiles.js';
import { settled, VirtualTime } from '../helpers/virtualTime.js';

const numbers = ({ spk }: Step) => [...spk!.data.entries()].filter(([, n]) => n);
/** An event every few microseconds, all over the sensor. */
const events: readonly Event[] = Array.from({ length: 700 }, (_, i) => ({
  t: 300 + 17 * i + ((i * i) % 13),
  x: (7 * i) % 34,
  y: (11 * i) % 34,
  p: i % 3 ? 1 : 0,
}));
const file = writeNmnist(events);
const options = { format: 'nmnist', values: 'counts', size: [17, 17], polarity: 'on' } as const;

/** The events from `from` to before `to` microseconds after the first, as those options put them. */
function counted(from: number, to: number): [number, number][] {
  const counts = new Map<number, number>();
  for (const { t, x, y, p } of events) {
    if (p === 0 || t - 300 < from || t - 300 >= to) continue;
    const place = 17 * Math.floor(y / 2) + Math.floor(x / 2);
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => a - b);
}

describe('an event file that plays', () => {
  it('takes another dt from the next step on, which begins where the one before ended', async () => {
    const schedules = fc.array(
      fc.integer({ min: 1, max: 900 }).map((n) => n / 2),
      { minLength: 1, maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(schedules, async (lengths) => {
        const dt = new BehaviorSubject(lengths[0]!);
        const told: number[] = [];
        const steps = await lastValueFrom(
          eventFile(file, { ...options, dt, progress: (time) => told.push(time) }).pipe(
            // three steps of each length
            tap(({ t }) => t % 3 === 2 && dt.next(lengths[Math.min(lengths.length - 1, (t + 1) / 3)]!)),
            take(3 * lengths.length),
            map(numbers),
            toArray(),
          ),
        );
        let at = 0;
        for (const [t, step] of steps.entries()) {
          expect(told[t]).toBe(at);
          const length = lengths[Math.floor(t / 3)]!;
          expect(step).toEqual(counted(at, at + length));
          at += length;
        }
        expect(dt.observed).toBe(false);
      }),
      { numRuns: 20 },
    );
    const count = new BehaviorSubject(10);
    const steps = await lastValueFrom(
      eventFile(file, { format: 'nmnist', count, values: 'counts' }).pipe(
        tap(({ t }) => count.next(t + 1)),
        map(({ spk }) => spk!.data.reduce((a, b) => a + b)),
        take(5),
        toArray(),
      ),
    );
    expect(steps).toEqual([10, 1, 2, 3, 4]);
  });

  it('begins anew after its last step where it loops, and ends where there is nothing to loop', async () => {
    const once = await lastValueFrom(eventFile(file, { ...options, dt: 500 }).pipe(map(numbers), toArray()));
    const looped = eventFile(file, { ...options, dt: 500, loop: true });
    const steps = await lastValueFrom(looped.pipe(take(2 * once.length + 5), map(numbers), toArray()));
    expect(steps).toEqual([...once, ...once, ...once.slice(0, 5)]);
    expect(once.length).toBeGreaterThan(20);
    const span = { ...options, dt: 500, from: 0, to: 2000, loop: true };
    const spans = await lastValueFrom(eventFile(file, span).pipe(take(9), map(numbers), toArray()));
    expect(spans.slice(4, 8)).toEqual(spans.slice(0, 4));
    expect(spans[8]).toEqual(spans[0]);
    const empty = eventFile(new Uint8Array(0), { ...options, dt: 500, loop: true });
    expect(await lastValueFrom(empty.pipe(toArray()))).toEqual([]);
  });

  it('is held by pace, so that nothing is queued, and leaves out what it drops', async () => {
    const [time, pause] = [new VirtualTime(), new BehaviorSubject(false)];
    const [bytes, frame] = [writeAedat4(events), { dt: 100, size: [26, 35] } as const];
    const told: number[] = [];
    const seen: Step[] = [];
    const run = eventFile(bytes, { ...frame, progress: (at) => told.push(at) })
      .pipe(pace({ hz: 1000, pause, scheduler: time, onLate: 'drop' }))
      .subscribe((step) => seen.push(step));
    await time.pass(5);
    await settled();
    expect(seen.length).toBeGreaterThan(3);
    expect(told.length).toBeLessThanOrEqual(seen.length + 1);
    const before = seen.length;
    time.spend(100);
    await time.pass(5);
    await settled();
    const gap = seen.findIndex(({ t }, i) => i >= before && t > seen[i - 1]!.t + 1);
    const all = await lastValueFrom(eventFile(bytes, frame).pipe(toArray()));
    expect(gap).toBeGreaterThan(0);
    for (const step of seen) expect(numbers(step)).toEqual(numbers(all[step.t]!));
    run.unsubscribe();
  });

  it('gives nothing that it read while it was paused', async () => {
    const [time, pause] = [new VirtualTime(), new BehaviorSubject(false)];
    const seen: number[] = [];
    const progress = () => {
      if (seen.length === 3) pause.next(true);
    };
    const run = eventFile(writeAedat4(events), { dt: 100, size: [26, 35], progress })
      .pipe(pace({ hz: 1000, speed: Number.POSITIVE_INFINITY, pause, scheduler: time }))
      .subscribe(({ t }) => seen.push(t));
    await time.pass(50);
    expect(seen).toEqual([0, 1, 2]);
    pause.next(false);
    await time.pass(50);
    expect(seen.slice(0, 5)).toEqual([0, 1, 2, 3, 4]);
    run.unsubscribe();
  });

  it('is sent back to its first steps where pace left the very first ones out', async () => {
    const [time, seek] = [new VirtualTime(), new Subject<number>()];
    const frame = { ...options, dt: 100 };
    const seen: Step[] = [];
    const run = eventFile(file, frame)
      .pipe(
        tap(({ t, flow }) => t === 0 && flow.catchUp === 0 && time.spend(3.5)),
        pace({ hz: 1000, slack: 0, onLate: 'drop', scheduler: time }),
        rewind({ seek }),
      )
      .subscribe((step) => seen.push(step));
    await time.pass(20);
    const first = seen[0]!.t;
    expect(first).toBeGreaterThan(0);
    seen.length = 0;
    seek.next(first);
    await time.pass(5);
    expect(seen[0]!.t).toBe(first);
    const all = await lastValueFrom(eventFile(file, frame).pipe(toArray()));
    for (const step of seen) expect(numbers(step)).toEqual(numbers(all[step.t]!));
    run.unsubscribe();
  });

  it('says that it ended where it is sent beyond its end, which is not known before', async () => {
    const sought = (target: number) => {
      const seek = new Subject<number>();
      const twenty = eventFile(file, { format: 'nmnist', count: 35 });
      const away = tap(({ t }: Step) => t === 9 && seek.next(target));
      return lastValueFrom(twenty.pipe(rewind({ seek }), away, take(60)));
    };
    for (const target of [20, 500]) {
      await expect(sought(target)).rejects.toThrow(
        `rewind: seek must be to a step before the source's end at 20, got ${target}`,
      );
    }
  });

  it('is sent back into any step, also before another dt and a new beginning', async () => {
    const [seek, dt, capture] = [new Subject<number>(), new BehaviorSubject(400), new Subject<void>()];
    const seen: { t: number; text: string }[] = [];
    const run$ = eventFile(file, { ...options, dt, loop: true }).pipe(
      leaky({ beta: 0.9 }),
      rewind({ seek, capture, settings: { dt }, every: 6 }),
      tap((step) => {
        const { t, cur, mem } = step;
        seen.push({ t, text: `${cur!.data.join('')} ${mem!.data.join(' ')}` });
        if (seen.length === 12) dt.next(700);
        if (seen.length === 60) seek.next(14);
        if (seen.length === 80) seek.next(8);
      }),
      take(84),
    );
    await lastValueFrom(run$);
    const first = seen.slice(0, 60);
    expect(seen.slice(60, 80)).toEqual(first.slice(14, 34));
    // what was set after step 8 belongs to the other future
    expect(seen.slice(80)).toEqual(first.slice(8, 12));
    expect(new Set(first.map(({ text }) => text)).size).toBeGreaterThan(50);
  });
});

describe('a recording that plays', () => {
  it('is sent back to any step', async () => {
    const rows = Array.from({ length: 40 }, (_, t) => [t % 2, t % 3 ? 0 : 1, 1]);
    const recording = await lastValueFrom(spikes(rows).pipe(record()));
    const seek = new Subject<number>();
    const seen: number[] = [];
    const run$ = replay(recording).pipe(
      leaky({ beta: 0.5 }),
      rewind({ seek }),
      tap(({ t, cur }) => {
        expect([...cur!.data]).toEqual(rows[t]);
        seen.push(t);
        if (seen.length === 30) seek.next(10);
      }),
    );
    await lastValueFrom(run$);
    expect(seen.slice(30)).toEqual(Array.from({ length: 30 }, (_, i) => 10 + i));
  });
});
