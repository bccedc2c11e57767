import { describe, expect, it } from '@jest/globals';
import { BehaviorSubject, lastValueFrom, type Observable, of, Subject, take, tap, toArray } from 'rxjs';
import {
  current,
  Linear,
  leaky,
  linear,
  type Moment,
  pace,
  probe,
  type Recording,
  rate,
  record,
  replay,
  rewind,
  type Step,
  to,
} from 'rxsnn';
import { exact } from '../helpers/modes.js';
import { keepsTheStreamContract } from '../helpers/operator.js';
import { settled, VirtualTime } from '../helpers/virtualTime.js';

const fc = Linear.init(20, 12, { seed: 1 });

/** A small network whose settings are subjects, as a page would have it. */
function network(options: { device?: string; from?: Moment; every?: number; limit?: number } = {}) {
  const [seek, reset, capture] = [new Subject<number | Moment>(), new Subject<void>(), new Subject<void>()];
  const [beta, gain] = [new BehaviorSubject(0.9), new BehaviorSubject(1)];
  const moments: Moment[] = [];
  const { device = 'events', ...rest } = options;
  const time = new VirtualTime();
  const pause = new BehaviorSubject(false);
  const data = Array.from({ length: 20 }, (_, i) => i / 20);
  const steps$ = rate(data, { steps: Number.POSITIVE_INFINITY, gain, seed: 3 }).pipe(
    pace({ hz: 1000, pause, scheduler: time }),
    to(device as 'events'),
    linear(fc),
    leaky({ beta, threshold: 0.5 }),
    probe('hidden'),
    leaky({ beta: 0.5, threshold: 0.3 }),
    rewind({
      seek,
      reset,
      capture,
      moments: (moment) => moments.push(moment),
      settings: { beta, gain },
      ...rest,
    }),
  );
  return { steps$, seek, reset, capture, moments, beta, gain, time, pause };
}

/** A recording of steps of one current each, which is 1. */
function recorded(steps: number): Promise<Recording> {
  return lastValueFrom(current(Array.from({ length: steps }, () => 1)).pipe(record()));
}

/** What a step shows, as plain numbers under its own. */
function recorder() {
  const kept = new Map<number, string>();
  const order: number[] = [];
  const note = (step: Step<string>) => {
    order.push(step.t);
    kept.set(
      step.t,
      JSON.stringify([[...step.spk!.data], [...step.mem!.data], [...step.layers.hidden!.mem!.data]]),
    );
  };
  return { kept, order, note };
}

describe('rewind', () => {
  keepsTheStreamContract(() => rewind());

  it('goes back to any step that is kept: all that follows is what it was, with the edits of then, on every device', async () => {
    for (const device of exact) {
      const run = network({ device, every: 7 });
      const { kept, order, note } = recorder();
      run.steps$.subscribe(note);
      await run.time.pass(10);
      run.beta.next(0.5);
      await run.time.pass(15);
      run.gain.next(0.3);
      run.beta.next(0.7);
      await run.time.pass(15);
      const before = new Map(kept);
      expect(order.at(-1)).toBe(40);
      for (const target of [33, 12, 21, 0, 7]) {
        run.pause.next(true);
        run.seek.next(target);
        await settled();
        // as it is when the run goes on, the settings too
        expect([run.beta.value, run.gain.value]).toEqual([
          target > 25 ? 0.7 : target > 10 ? 0.5 : 0.9,
          target > 25 ? 0.3 : 1,
        ]);
        order.length = 0;
        run.pause.next(false);
        await run.time.pass(1);
        expect(order[0]).toBe(target);
        expect(kept.get(target)).toBe(before.get(target));
      }
    }
  });

  it('begins another future where a setting is changed, which equals an offline run with that schedule', async () => {
    const run = network({ every: 5 });
    const { kept, note } = recorder();
    run.steps$.subscribe(note);
    await run.time.pass(30);
    const first = new Map(kept);
    run.seek.next(13);
    run.beta.next(0.2);
    await run.time.pass(20);
    expect(kept.get(12)).toBe(first.get(12));
    expect(kept.get(20)).not.toBe(first.get(20));

    const offline = network();
    const again = recorder();
    offline.steps$.pipe(tap(({ t }) => t === 12 && offline.beta.next(0.2))).subscribe(again.note);
    await offline.time.pass(30);
    for (let t = 13; t < 30; t++) expect(kept.get(t)).toBe(again.kept.get(t));
  });

  it('forgets the other future, and what is older than its limit', async () => {
    const run = network({ every: 5, limit: 3 });
    const { order, note } = recorder();
    const errors: string[] = [];
    run.steps$.subscribe({ next: note, error: (error: Error) => errors.push(error.message) });
    await run.time.pass(42);
    run.seek.next(31);
    await run.time.pass(1);
    expect(order.at(-1)).toBe(31);
    run.seek.next(29);
    expect(errors).toEqual(['rewind: step 29 is no longer kept, the first is 30']);
    expect(run.time.pending).toBe(0);
    expect(run.beta.observed).toBe(false);
  });

  it('captures a moment that another run of the network begins from, on another device', async () => {
    for (const [first, second] of [
      ['events', 'cpu'],
      ['webasm', 'events'],
    ] as const) {
      const run = network({ device: first });
      const { kept, note } = recorder();
      run.steps$.subscribe(note);
      await run.time.pass(10);
      run.beta.next(0.6);
      await run.time.pass(7);
      run.capture.next();
      await run.time.pass(20);
      const from = structuredClone(run.moments[0]!);
      expect(from).toMatchObject({ t: 18, settings: { beta: 0.6, gain: 1 } });

      const other = network({ device: second, from });
      const again = recorder();
      other.steps$.subscribe(again.note);
      await other.time.pass(10);
      expect(again.order[0]).toBe(18);
      for (const [t, values] of again.kept) expect(values).toBe(kept.get(t));
      run.seek.next(from);
      await run.time.pass(1);
      expect(kept.get(18)).toBe(again.kept.get(18));
    }
  });

  it('resets to the first state under the settings of now', async () => {
    const run = network();
    const { kept, order, note } = recorder();
    run.steps$.subscribe(note);
    await run.time.pass(5);
    const first = kept.get(0);
    run.reset.next();
    await run.time.pass(1);
    expect(order.slice(6)).toEqual([0]);
    expect(kept.get(0)).toBe(first);
    run.beta.next(0.1);
    run.reset.next();
    await run.time.pass(3);
    expect(run.beta.value).toBe(0.1);
  });

  it('holds no more than its limit, however long it runs', async () => {
    const run = network({ every: 1, limit: 4 });
    const oldest: string[] = [];
    const steps = lastValueFrom(run.steps$.pipe(take(200), toArray()));
    await run.time.pass(200);
    await steps;
    const again = network({ every: 1, limit: 4 });
    again.steps$.subscribe({ error: (error: Error) => oldest.push(error.message) });
    await again.time.pass(200);
    again.seek.next(0);
    expect(oldest).toEqual(['rewind: step 0 is no longer kept, the first is 198']);
  });

  it('goes on where a source that is read is sent back while it is paused, and goes on at once', async () => {
    const [time, seek, pause] = [new VirtualTime(), new Subject<number>(), new BehaviorSubject(false)];
    const order: number[] = [];
    replay(await recorded(60))
      .pipe(pace({ hz: 1000, pause, scheduler: time }), leaky({ beta: 0.5 }), rewind({ seek }))
      .subscribe(({ t }) => order.push(t));
    await time.pass(40);
    pause.next(true);
    await time.pass(10);
    seek.next(30);
    pause.next(false);
    order.length = 0;
    await time.pass(40);
    expect(order).toEqual(Array.from({ length: 30 }, (_, i) => 30 + i));
  });

  it('lets an edit right after a seek hold from that step on, not before, whatever the source', async () => {
    const recording = await recorded(100);
    for (const source of [() => current(Array.from({ length: 100 }, () => 1)), () => replay(recording)]) {
      const [time, seek, pause] = [new VirtualTime(), new Subject<number>(), new BehaviorSubject(false)];
      const beta = new BehaviorSubject(0.5);
      const seen = new Map<number, number>();
      source()
        .pipe(
          pace({ hz: 1000, pause, scheduler: time }),
          leaky({ beta, threshold: 1e9 }),
          rewind({ seek, settings: { beta } }),
        )
        .subscribe(({ t, mem }) => seen.set(t, mem!.data[0]!));
      await time.pass(40);
      pause.next(true);
      seek.next(30);
      beta.next(0.7);
      beta.next(0.9);
      await settled();
      expect(beta.value).toBe(0.9);
      seen.clear();
      pause.next(false);
      await time.pass(10);
      expect(seen.get(30)).toBeCloseTo(0.9 * 2 + 1, 5);
      // also when it comes here again, and goes where the old one held
      seek.next(32);
      await settled();
      await time.pass(1);
      expect(seen.get(32)).toBeCloseTo(0.9 * (0.9 * (0.9 * 2 + 1) + 1) + 1, 5);
      seek.next(29);
      await settled();
      expect(beta.value).toBe(0.5);
    }
  });

  it('is sent back also by what stands before it, while a step is on its way', () => {
    for (const early of [true, false]) {
      for (const target of [5, 10, 19]) {
        const seek = new Subject<number>();
        const order: number[] = [];
        let sent = false;
        const send = tap(({ t }: Step) => {
          if (t !== 19 || sent) return;
          sent = true;
          seek.next(target);
        });
        const layer = leaky({ beta: 1, threshold: 1e9 });
        current(Array.from({ length: 100 }, (_, i) => i + 1))
          .pipe(
            (steps) => (early ? steps.pipe(send, layer) : steps.pipe(layer, send)),
            rewind({ seek, every: 10 }),
          )
          .subscribe(({ t, mem }) => {
            order.push(t);
            expect(mem!.data[0]).toBe(((t + 1) * (t + 2)) / 2);
            if (order.length === 40) seek.next(22);
          });
        expect(order.slice(0, 22)).toEqual([
          ...Array.from({ length: 19 }, (_, t) => t),
          ...[target, target + 1, target + 2],
        ]);
        expect(order[40]).toBe(22);
      }
    }
  });

  it('goes to no step that there is not', async () => {
    const sought = (source: Observable<Step>, target: number) => {
      const seek = new Subject<number>();
      const back = tap(({ t }: Step) => t === 9 && seek.next(target));
      return lastValueFrom(source.pipe(leaky({ beta: 0.5 }), rewind({ seek }), back, take(60)));
    };
    const fifty = () => current(Array.from({ length: 50 }, () => 1));
    for (const target of [50, 500, -1, 1.5, Number.NaN]) {
      await expect(sought(fifty(), target)).rejects.toThrow(
        `rewind: seek must be a whole number from 0 to 49, got ${target}`,
      );
    }
    expect((await sought(fifty(), 49)).t).toBe(49);
    const endless = () => current([1], { steps: Number.POSITIVE_INFINITY });
    await expect(sought(endless(), -1)).rejects.toThrow(
      'rewind: seek must be a whole number, at least 0, got -1',
    );
  });

  it('says what it cannot do', async () => {
    // numbers become steps, as in every operator; what is no step is named
    const numbers$: Observable<unknown> = of(1, 2);
    expect(await lastValueFrom((numbers$ as Observable<Step>).pipe(rewind()))).toMatchObject({ t: 1 });
    const frame$: Observable<unknown> = of({ width: 1, height: 1, draw: () => undefined });
    await expect(lastValueFrom((frame$ as Observable<Step>).pipe(rewind()))).rejects.toThrow(
      'rewind: takes steps or numbers, got a frame of a plot',
    );
    expect(() => rewind({ every: 0 })).toThrow('rewind: every must be a whole number, at least 1, got 0');
    const sensor = of(1, 2, 3);
    const seek = new Subject<number>();
    const run = lastValueFrom(
      sensor.pipe(
        leaky({ beta: 0.5 }),
        rewind({ seek }),
        tap(({ t }) => t === 1 && seek.next(0)),
      ),
    );
    await expect(run).rejects.toThrow(
      'rewind: the source cannot be sent back, it must be one of this library',
    );
    const other = network();
    const errors: string[] = [];
    other.steps$.subscribe({ error: (error: Error) => errors.push(error.message) });
    await other.time.pass(2);
    other.seek.next({ t: 3, state: [], settings: {} });
    expect(errors).toEqual(['rewind: the moment has 0 layers with state, the network 2']);
  });
});
