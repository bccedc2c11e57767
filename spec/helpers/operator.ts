import { describe, expect, it } from '@jest/globals';
import {
  EMPTY,
  lastValueFrom,
  NEVER,
  Observable,
  type OperatorFunction,
  of,
  Subject,
  take,
  throwError,
  toArray,
} from 'rxjs';
import { Step, spikes } from 'rxsnn';
import type { Device } from '../../src/devices/device.js';

/** What every operator on steps owes its users; `make` builds one that takes steps of two neurons. */
export function keepsTheStreamContract(make: () => OperatorFunction<Step, Step>): void {
  const input = () =>
    spikes([
      [1, 0],
      [0, 1],
      [1, 1],
      [0, 0],
      [1, 0],
    ]);
  const signals = (steps: readonly Step[]) =>
    steps.map((step) =>
      Object.fromEntries(Object.entries(step.signals).map(([name, { data }]) => [name, [...data]])),
    );

  describe('as a stream', () => {
    it('stays silent on a silent source and completes with an empty one', async () => {
      let events = 0;
      const subscription = NEVER.pipe(make()).subscribe(() => events++);
      subscription.unsubscribe();
      expect(events).toBe(0);
      expect(await lastValueFrom(EMPTY.pipe(make(), toArray()))).toEqual([]);
    });

    it('emits one step for each that comes in, at once, in order', () => {
      const seen: number[] = [];
      input()
        .pipe(make())
        .subscribe(({ t }) => seen.push(t));
      expect(seen).toEqual([0, 1, 2, 3, 4]);
    });

    it('passes an error of the source on', async () => {
      const broken = throwError(() => new Error('sensor gone'));
      await expect(lastValueFrom(broken.pipe(make()))).rejects.toThrow('sensor gone');
    });

    it('stops a synchronous source with take', async () => {
      let made = 0;
      const endless = new Observable<Step>((subscriber) => {
        while (!subscriber.closed && made < 1000) subscriber.next(stepOf([1, 0], made++));
      });
      const steps = await lastValueFrom(endless.pipe(make(), take(3), toArray()));
      expect(steps).toHaveLength(3);
      expect(made).toBe(3);
    });

    it('gives equal runs to two subscribers, and to two sources', async () => {
      const steps$ = input().pipe(make());
      const first = signals(await lastValueFrom(steps$.pipe(toArray())));
      expect(signals(await lastValueFrom(steps$.pipe(toArray())))).toEqual(first);
      const operator = make();
      const [a, b] = [new Subject<Step>(), new Subject<Step>()];
      const [seenA, seenB]: [Step[], Step[]] = [[], []];
      const subscriptions = [
        a.pipe(operator).subscribe((step) => seenA.push(step)),
        b.pipe(operator).subscribe((step) => seenB.push(step)),
      ];
      input().subscribe((step) => {
        a.next(step);
        b.next(step);
      });
      expect(signals(seenA)).toEqual(first);
      expect(signals(seenB)).toEqual(first);
      for (const subscription of subscriptions) subscription.unsubscribe();
    });

    it('leaves emitted tensors as they were', () => {
      const kept: { now: number[]; tensor: Step['output'] }[] = [];
      input()
        .pipe(make())
        .subscribe((step) => {
          for (const tensor of Object.values(step.signals)) kept.push({ now: [...tensor.data], tensor });
        });
      for (const { now, tensor } of kept) expect([...tensor.data]).toEqual(now);
    });

    it('keeps signals, names and numbers of steps that it does not make itself', async () => {
      const named = stepOf([1, 0], 7).keep('before');
      const step = await lastValueFrom(of(named).pipe(make()));
      expect(step.t).toBe(7);
      expect(step.layers.before).toBe(named.signals);
    });

    it('frees its kernels once on complete, error and unsubscribe', () => {
      const devices = new Set<Device>();
      const note = (step: Step) => {
        for (const { device } of Object.values(step.signals)) if (device) devices.add(device);
      };
      const source = new Subject<Step>();
      const run = (end: () => void) => {
        source.pipe(make()).subscribe({ next: note, error: () => undefined });
        source.next(stepOf([1, 0], 0));
        end();
      };
      input().pipe(make()).subscribe(note);
      input().pipe(make(), take(2)).subscribe(note);
      run(() => source.error(new Error('sensor gone')));
      for (const device of devices) expect(device.counts).toMatchObject({ kernels: 0, resources: 0 });
    });
  });
}

export function stepOf(spk: number[], t: number): Step {
  const data = Float32Array.from(spk);
  return new Step(t, { spk: { shape: [1, spk.length], data, device: undefined, read: () => data } });
}
