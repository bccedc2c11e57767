import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  concat,
  lastValueFrom,
  map,
  type Observable,
  of,
  Subject,
  take,
  tap,
  throwError,
  toArray,
} from 'rxjs';
import { block, Linear, leaky, linear, probe, rate, record, type Step, spikeCount, to } from 'rxsnn';
import { running } from '../helpers/modes.js';
import { keepsTheStreamContract } from '../helpers/operator.js';

const network = (source: Observable<Step>) =>
  source.pipe(
    probe('input'),
    linear(Linear.init(6, 9, { seed: 1 })),
    leaky({ beta: 0.9, threshold: 0.3 }),
    probe('hidden'),
    linear(Linear.init(9, 4, { seed: 2 })),
    leaky({ beta: 0.9, threshold: 0.2, resetMechanism: 'zero' }),
    probe('output'),
  );

const input = (steps: number, seed = 0) =>
  rate(
    [
      [0.5, 0.5, 0.5, 0.5, 0.5, 0.5],
      [0.1, 0.2, 0.3, 0.4, 0.5, 0.6],
    ],
    { steps, seed },
  );

describe('block', () => {
  keepsTheStreamContract(() => block(3));

  it('changes no number, whatever the block, the device and the number of steps', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 45 }),
        fc.integer({ min: 1, max: 50 }),
        fc.constantFrom(...running),
        fc.nat(),
        async (steps, size, device, seed) => {
          const wanted = await lastValueFrom(
            input(steps, seed).pipe(block(1), to(device), network, record()),
          );
          const found = await lastValueFrom(
            input(steps, seed).pipe(block(size), to(device), network, record()),
          );
          expect(found).toEqual(wanted);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('changes no number where somebody looks at single steps of some layers', async () => {
    const wanted = await lastValueFrom(input(50).pipe(block(1), network, record()));
    for (const device of running) {
      const look = tap((step: Step) => {
        if (step.t % 7 === 3) expect(step.layers.hidden!.spk!.data).toHaveLength(18);
      });
      const found = await lastValueFrom(input(50).pipe(block(20), to(device), network, look, record()));
      expect(found).toEqual(wanted);
    }
  });

  it('still takes, errors and unsubscribes by steps', async () => {
    const all = await lastValueFrom(input(50).pipe(block(1), network, record()));
    const some = await lastValueFrom(input(50).pipe(block(20), network, take(7), record()));
    expect(some.output!.mem.data).toEqual(all.output!.mem.data.subarray(0, 7 * 8));
    const steps = await lastValueFrom(input(50).pipe(block(20), network, take(3), toArray()));
    expect(steps.map(({ t }) => t)).toEqual([0, 1, 2]);
    expect([...steps[2]!.mem!.data]).toEqual([...all.output!.mem.data.subarray(16, 24)]);
    const broken = concat(
      input(5),
      throwError(() => new Error('sensor gone')),
    ).pipe(block(20), network);
    const seen: number[] = [];
    broken
      .pipe(spikeCount('output'))
      .subscribe({ next: () => seen.push(seen.length), error: (error) => seen.push(error.message) });
    expect(seen).toEqual([0, 1, 2, 3, 4, 'sensor gone']);
  });

  it('lets a finite source compute in blocks, and others step by step', async () => {
    const blocks = async (source: Observable<Step>) =>
      (
        await lastValueFrom(
          source.pipe(
            take(2),
            map((step) => step.block),
            toArray(),
          ),
        )
      )[0];
    expect(await blocks(input(50))).toBe(20);
    expect(await blocks(input(8))).toBe(8);
    expect(await blocks(input(Number.POSITIVE_INFINITY))).toBe(1);
    expect(await blocks(of(1, 2).pipe(leaky({ beta: 0.5 })))).toBe(1);
    expect(await blocks(input(50).pipe(block(7), network))).toBe(7);
  });

  it('computes what is read at once, however the source is driven', async () => {
    const source = new Subject<Step>();
    const seen: number[][] = [];
    source.pipe(block(20), leaky({ beta: 0.5 })).subscribe(({ mem }) => seen.push([...mem!.data]));
    input(2).subscribe((step) => source.next(step));
    expect(seen).toHaveLength(2);
  });

  it('refuses what is no number of steps', () => {
    expect(() => block(0)).toThrow('block: steps must be a whole number, at least 1, got 0');
  });
});
