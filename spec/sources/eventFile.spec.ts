import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lastValueFrom, take, toArray } from 'rxjs';
import { type EventFileOptions, eventFile, Linear, leaky, linear, record, type Step } from 'rxsnn';
import { type Event, writeDat, writeNmnist } from '../helpers/eventFiles.js';

const on = (t: number, x = 0, y = 0): Event => ({ t, x, y, p: 1 });
const off = (t: number, x = 0, y = 0): Event => ({ t, x, y, p: 0 });
const tiny = (events: readonly Event[]) => writeDat(events, ['Width 3', 'Height 2']);
const run = (events: readonly Event[], options: EventFileOptions): Promise<Step[]> =>
  lastValueFrom(eventFile(tiny(events), options).pipe(toArray()));
const data = (steps: readonly Step[]) => steps.map(({ spk }) => [...spk!.data]);

describe('eventFile', () => {
  it('bins by time, from the first event on, with silence where there is none', async () => {
    const steps = await run([on(100), off(109, 2, 1), on(110, 1), on(145)], { dt: 10 });
    expect(steps.map(({ t, steps, block }) => [t, steps, block])).toEqual(
      [0, 1, 2, 3, 4].map((t) => [t, undefined, 20]),
    );
    expect(steps[0]!.spk!.shape).toEqual([1, 2, 2, 3]);
    // OFF rows first, then ON
    expect(data(steps)).toEqual([
      [0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0],
      Array(12).fill(0),
      Array(12).fill(0),
      [0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0],
    ]);
  });

  it('bins a span of time into a known number of steps, also beyond the events', async () => {
    const steps = await run([on(5), on(25), on(38), on(90)], { dt: 10, from: 10, to: 55, polarity: 'merge' });
    expect(steps.map(({ spk, steps }) => [spk!.data[0], steps])).toEqual([
      [0, 5],
      [1, 5],
      [1, 5],
      [0, 5],
      [0, 5],
    ]);
    expect((await run([], { dt: 10, from: 10, to: 55 })).length).toBe(5);
    expect((await run([on(12)], { dt: 10, to: 55 })).length).toBe(5);
  });

  it('bins by count, with the rest in the last step', async () => {
    const steps = await run([on(1), on(1), off(2, 1), on(9, 2, 1), on(9)], {
      count: 2,
      values: 'counts',
      polarity: 'merge',
    });
    expect(data(steps)).toEqual([
      [2, 0, 0, 0, 0, 0],
      [0, 1, 0, 0, 0, 1],
      [1, 0, 0, 0, 0, 0],
    ]);
  });

  it('makes one neuron of a square of pixels, rounded up', async () => {
    const [step] = await run([on(0, 2, 1), on(0, 1, 1), on(0, 0, 0)], {
      dt: 1,
      downscale: 2,
      values: 'counts',
    });
    expect(step!.spk!.shape).toEqual([1, 2, 1, 2]);
    expect(data([step!])).toEqual([[0, 0, 2, 1]]);
  });

  it('puts the whole sensor into the middle of a given size, and takes the polarity that is asked for', async () => {
    const events = [on(0), on(0, 2, 1), off(0, 1, 1), on(0, 1, 0)];
    const [wide] = await run(events, { dt: 1, size: [4, 6], polarity: 'on', values: 'counts' });
    expect(wide!.spk!.shape).toEqual([1, 1, 4, 6]);
    // 3 columns become 6, 2 rows 4
    expect([...wide!.spk!.data.entries()].filter(([, n]) => n)).toEqual([
      [0, 1],
      [2, 1],
      [16, 1],
    ]);
    const [small] = await run(events, { dt: 1, size: [6, 2], polarity: 'off', values: 'counts' });
    // 3 columns become 2, 2 rows 2 of 6: two rows above
    expect([...small!.spk!.data.entries()].filter(([, n]) => n)).toEqual([[4, 1]]);
  });

  it('puts every event into exactly one step, at its place and time', async () => {
    const events = fc
      .array(fc.record({ t: fc.nat(3000), x: fc.nat(33), y: fc.nat(33), p: fc.constantFrom<0 | 1>(0, 1) }), {
        maxLength: 80,
      })
      .map((list) => list.sort((a, b) => a.t - b.t));
    const way = fc.oneof(
      fc.record({ dt: fc.integer({ min: 1, max: 500 }).map((n) => n / 2) }),
      fc.record({ count: fc.integer({ min: 1, max: 20 }) }),
    );
    await fc.assert(
      fc.asyncProperty(events, way, fc.integer({ min: 1, max: 5 }), async (list, bins, downscale) => {
        const options = { ...bins, downscale, values: 'counts', format: 'nmnist' } as const;
        const steps = await lastValueFrom(eventFile(writeNmnist(list), options).pipe(toArray()));
        const side = Math.ceil(34 / downscale);
        const expected = new Map<string, number>();
        list.forEach(({ t, x, y, p }, i) => {
          const step = 'dt' in bins ? Math.floor((t - list[0]!.t) / bins.dt) : Math.floor(i / bins.count);
          const place = (p * side + Math.floor(y / downscale)) * side + Math.floor(x / downscale);
          const key = `${step} ${place}`;
          expected.set(key, (expected.get(key) ?? 0) + 1);
        });
        const found = new Map<string, number>();
        for (const { t, spk } of steps) {
          spk!.data.forEach((n, place) => {
            if (n) found.set(`${t} ${place}`, n);
          });
        }
        expect([...found].sort()).toEqual([...expected].sort());
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('feeds a network, twice the same, and stops with its subscriber', async () => {
    const file = tiny(
      Array.from({ length: 200 }, (_, i) => (i % 3 ? on(i * 10, i % 3, i % 2) : off(i * 10, 1, 1))),
    );
    const network = eventFile(file, { dt: 50 }).pipe(
      linear(Linear.init(12, 5, { seed: 1 })),
      leaky({ beta: 0.9 }),
    );
    const first = await lastValueFrom(network.pipe(record()));
    expect(first.spk.shape).toEqual([40, 1, 5]);
    expect(first.spk.data).toContain(1);
    expect(await lastValueFrom(network.pipe(record()))).toEqual(first);
    expect((await lastValueFrom(network.pipe(take(3), toArray()))).map(({ t }) => t)).toEqual([0, 1, 2]);
  });

  it('tells of silence that is too long, after the steps before', async () => {
    const seen: number[] = [];
    const error = await new Promise<Error>((resolve) => {
      eventFile(tiny([on(0), on(5e6)]), { dt: 1e6, maxGap: 4e6 }).subscribe({
        next: ({ t }) => seen.push(t),
        error: resolve,
      });
    });
    expect(error.message).toBe(
      'eventFile: the bytes: a silence must be of at most 4000000 us, got 5000000 us up to 5000000 us',
    );
    expect((await run([on(0), on(5e6)], { dt: 1e6 })).length).toBe(6);
    expect((await run([on(0), on(5e9)], { count: 1 })).length).toBe(2);
  });

  it('puts late events into the step under way where strict is false', async () => {
    const late = [on(0), on(20), on(3, 1), on(21, 2)];
    await expect(run(late, { dt: 10 })).rejects.toThrow(
      'eventFile: the bytes: events must be in the order of time',
    );
    const steps = await run(late, { dt: 10, polarity: 'merge', strict: false });
    expect(data(steps)[2]!.slice(0, 3)).toEqual([1, 1, 1]);
  });

  it('refuses options out of range', () => {
    const file = tiny([]);
    expect(() => eventFile(file, {})).toThrow('eventFile: takes either dt or count, got none');
    expect(() => eventFile(file, { dt: 1, count: 1 })).toThrow(
      'eventFile: takes either dt or count, got both',
    );
    expect(() => eventFile(file, { dt: 0 })).toThrow('eventFile: dt must be above 0, got 0');
    expect(() => eventFile(file, { count: 1.5 })).toThrow(
      'eventFile: count must be a whole number, at least 1, got 1.5',
    );
    expect(() => eventFile(file, { dt: 1, values: 'signed' as never })).toThrow(
      "values must be one of 'binary', 'counts'",
    );
    expect(() => eventFile(file, { dt: 1, polarity: 'both' as never })).toThrow(
      "polarity must be one of 'split', 'merge', 'on', 'off', got 'both'",
    );
    expect(() => eventFile(file, { dt: 1, size: [28, 28], downscale: 2 })).toThrow(
      'eventFile: takes either downscale or size, got both',
    );
    expect(() => eventFile(file, { dt: 1, size: [28, 0.5] })).toThrow(
      'every side of size must be a whole number',
    );
    expect(() => eventFile(file, { dt: 1, downscale: 0 })).toThrow(
      'downscale must be a whole number, at least 1, got 0',
    );
  });
});
