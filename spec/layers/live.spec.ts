import { describe, expect, it } from '@jest/globals';
import { BehaviorSubject, lastValueFrom, map, of, Subject, tap, throwError, toArray } from 'rxjs';
import { block, current, type Live, leaky, neuron, rand, record, type Tensor, tensor, to } from 'rxsnn';
import { derive, setting, type Varying } from '../../src/layers/setting.js';
import { exact } from '../helpers/modes.js';

const STEPS = 24;
const CHANGE = 9;
const input = rand([STEPS, 3], { seed: 5 });

describe('a setting that varies', () => {
  it.each(['none', 'subtract', 'zero'] as const)(
    'gives, with reset %s, the run of one layer up to the change and of another after it, on every device',
    async (resetMechanism) => {
      for (const device of exact) {
        const values = { beta: [0.9, 0.5], threshold: [0.7, [0.4, 0.5, 1.2]], gradedSpikesFactor: [1, 2] };
        const first = leaky({ beta: 0.9, threshold: 0.7, resetMechanism });
        const before = await lastValueFrom(current(head(CHANGE)).pipe(to(device), first, record()));
        const mem = before.mem.data.slice(-3);
        const second = { beta: 0.5, threshold: [0.4, 0.5, 1.2], gradedSpikesFactor: 2, resetMechanism, mem };
        const after = await lastValueFrom(current(tail(CHANGE)).pipe(to(device), leaky(second), record()));

        const subjects = Object.entries(values).map(([name, [start, end]]) => ({
          name,
          end: end as Live,
          live: new BehaviorSubject(start as number),
        }));
        const edited = leaky({
          resetMechanism,
          ...(Object.fromEntries(subjects.map(({ name, live }) => [name, live])) as unknown as {
            beta: Live;
          }),
        });
        for (const size of [1, 5]) {
          for (const { live, name } of subjects) live.next(values[name as 'beta'][0] as number);
          const rec = await lastValueFrom(
            current(input).pipe(
              tap(({ t }) => {
                if (t === CHANGE) for (const { live, end } of subjects) live.next(end as number);
              }),
              to(device),
              block(size),
              edited,
              record(),
            ),
          );
          expect([...rec.mem.data]).toEqual([...before.mem.data, ...after.mem.data]);
          expect([...rec.spk.data]).toEqual([...before.spk.data, ...after.spk.data]);
        }
      }
    },
  );

  it('competes under inhibition with the value of the moment', async () => {
    const threshold = new BehaviorSubject<number | number[]>([0.5, 0.6]);
    const spk = await lastValueFrom(
      of([1, 1], [1, 1]).pipe(
        tap(() => undefined),
        leaky({ beta: 0, threshold, inhibition: true, resetMechanism: 'none' }),
        map((step) => [...step.spk!.data]),
        tap(() => threshold.next([0.6, 0.5])),
        toArray(),
      ),
    );
    expect(spk).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });

  it('works in a neuron of one’s own', async () => {
    const gain = new BehaviorSubject(1);
    const scaled = neuron({
      name: 'scaled',
      state: {},
      params: { gain },
      step: ({ cur, gain }) => ({ out: gain * cur }),
    });
    const out = await lastValueFrom(
      of(1, 2, 3).pipe(
        scaled,
        map((step) => step.signals.out!.data[0]!),
        tap((x) => gain.next(x * 10)),
        toArray(),
      ),
    );
    expect(out).toEqual([1, 20, 600]);
  });

  it('is followed from the subscription to the end of the stream', () => {
    const beta = new Subject<number>();
    const source = new Subject<number>();
    const subscription = source.pipe(leaky({ beta })).subscribe();
    expect(beta.observed).toBe(true);
    subscription.unsubscribe();
    expect(beta.observed).toBe(false);
    source.pipe(leaky({ beta })).subscribe({ error: () => undefined });
    source.error(new Error('gone'));
    expect(beta.observed).toBe(false);
  });

  it('ends the stream with an error when its value is missing, out of range, of another size or fails', async () => {
    const run = (beta: Live) => lastValueFrom(current([[1, 1]]).pipe(leaky({ beta })));
    await expect(run(new Subject<number>())).rejects.toThrow(
      'leaky: beta has no value at the first step, begin it with startWith(...)',
    );
    await expect(run(of(1.5))).rejects.toThrow('leaky: beta must be a number from 0 to 1, got 1.5');
    await expect(run(of([0.1, 0.2, 0.3]))).rejects.toThrow(
      'leaky: beta has 3 values, the layer has 2 neurons',
    );
    await expect(run(throwError(() => new Error('slider broke')))).rejects.toThrow('slider broke');
  });
});

describe('derive', () => {
  it('computes number by number, at once where nothing varies', async () => {
    const tau = setting('x', 'tau', [1, 2]);
    expect(derive({ tau, r: 10 }, ({ tau, r }) => tau * r)).toEqual(new Float32Array([10, 20]));
    expect(derive({ a: 2, b: 3 }, ({ a, b }) => a - b)).toBe(-1);
    const tau$ = new Subject<number>();
    const varying = derive({ tau: setting('x', 'tau', tau$), r: 10 }, ({ tau, r }) => tau * r) as Varying;
    const values: unknown[] = [];
    varying.values.subscribe((value) => values.push(value));
    tau$.next(1);
    tau$.next(4);
    expect(values).toEqual([10, 40]);
  });
});

describe('a run’s state', () => {
  it('is saved and loaded through the flow of its steps, exactly', async () => {
    for (const device of exact) {
      for (const inhibition of [false, true]) {
        let saved: readonly (readonly Tensor[])[] = [];
        const kept: number[][] = [];
        await lastValueFrom(
          current(input).pipe(
            to(device),
            leaky({ beta: 0.8, threshold: 0.6, inhibition }),
            leaky({ beta: 0.5, threshold: 0.3 }),
            tap(({ t, mem, spk, flow }) => {
              kept.push([...mem!.data, ...spk!.data]);
              if (kept.length === 8) {
                saved = flow.parts.map((part) => part.save!().map(({ data, shape }) => tensor(data, shape)));
              } else if (t === 14 && kept.length === 15) {
                for (const [i, part] of flow.parts.entries()) part.load!(saved[i]!);
                flow.t = 8;
              }
            }),
          ),
        );
        expect(saved).toHaveLength(2);
        expect(kept).toHaveLength(15 + STEPS - 8);
        expect(kept.slice(15, 22)).toEqual(kept.slice(8, 15));
      }
    }
  });
});

const head = (steps: number) => ({ shape: [steps, 3], data: input.data.slice(0, steps * 3) });
const tail = (from: number) => ({ shape: [STEPS - from, 3], data: input.data.slice(from * 3) });
