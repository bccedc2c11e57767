import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  EMPTY,
  lastValueFrom,
  map,
  NEVER,
  Observable,
  type OperatorFunction,
  of,
  take,
  throwError,
  toArray,
} from 'rxjs';
import {
  accuracyRate,
  accuracyTemporal,
  block,
  current,
  decodeRate,
  decodeTemporal,
  type Graded,
  leaky,
  probe,
  rand,
  record,
  type Sink,
  type Step,
  spikes,
  tee,
  to,
} from 'rxsnn';
import type { Answer } from '../../src/readouts/readout.js';
import { running } from '../helpers/modes.js';
import { stepOf } from '../helpers/operator.js';

/** Two samples of four outputs over four steps. */
const outputs = [
  [
    [0, 0, 0, 0],
    [0, 0, 0, 1],
  ],
  [
    [0, 1, 1, 0],
    [0, 0, 1, 0],
  ],
  [
    [0, 1, 0, 0],
    [0, 0, 1, 0],
  ],
  [
    [1, 0, 0, 0],
    [0, 0, 1, 0],
  ],
];
const answers = <T extends { classes: { data: Float32Array } }>(answers: readonly T[]) =>
  answers.map(({ classes }) => [...classes.data]);

describe('decodeRate', () => {
  it('emits, at each step, the counts so far and the class with most of them', async () => {
    const seen = await lastValueFrom(spikes(outputs).pipe(decodeRate(), toArray()));
    expect(seen.map(({ t }) => t)).toEqual([0, 1, 2, 3]);
    expect(answers(seen)).toEqual([
      [0, 3],
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
    expect(seen[1]!.counts.shape).toEqual([2, 4]);
    expect([...seen[1]!.counts.data]).toEqual([0, 1, 1, 0, 0, 0, 1, 1]);
    expect([...seen[3]!.counts.data]).toEqual([1, 2, 1, 0, 0, 0, 3, 1]);
  });

  it('counts the groups of a population code', async () => {
    const last = await lastValueFrom(spikes(outputs).pipe(decodeRate({ numClasses: 2 })));
    expect([...last.counts.data]).toEqual([3, 1, 0, 4]);
    expect([...last.classes.data]).toEqual([0, 1]);
  });

  it('counts as many spikes as there are, in any grouping', async () => {
    const anything = fc.record({
      steps: fc.integer({ min: 1, max: 30 }),
      batch: fc.integer({ min: 1, max: 4 }),
      numClasses: fc.integer({ min: 1, max: 5 }),
      group: fc.integer({ min: 1, max: 4 }),
      seed: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(anything, async ({ steps, batch, numClasses, group, seed }) => {
        const { shape, data } = rand([steps, batch, numClasses * group], { seed });
        const spk = data.map((x) => (x < 0.3 ? 1 : 0));
        const last = await lastValueFrom(spikes({ shape, data: spk }).pipe(decodeRate({ numClasses })));
        const wanted = new Float32Array(batch * numClasses);
        spk.forEach((x, i) => {
          wanted[Math.floor(i / group) % (batch * numClasses)]! += x;
        });
        expect(last.counts).toMatchObject({ shape: [batch, numClasses], data: wanted });
        last.classes.data.forEach((label, sample) => {
          const row = [...wanted.subarray(sample * numClasses, (sample + 1) * numClasses)];
          expect(label).toBe(row.indexOf(Math.max(...row)));
        });
      }),
      { numRuns: 50 },
    );
  });
});

describe('decodeTemporal', () => {
  it('emits, at each step, the first spikes so far and the class that has the earliest', async () => {
    const seen = await lastValueFrom(spikes(outputs).pipe(decodeTemporal(), toArray()));
    expect(answers(seen)).toEqual([
      [0, 0],
      [0, 3],
      [1, 3],
      [1, 3],
    ]);
    expect([...seen[3]!.times.data]).toEqual([3, 1, 1, 3, 3, 3, 1, 0]);
  });

  it('takes the earliest of each group of a population code', async () => {
    const last = await lastValueFrom(spikes(outputs).pipe(decodeTemporal({ numClasses: 2 })));
    expect([...last.times.data]).toEqual([1, 1, 3, 0]);
    expect([...last.classes.data]).toEqual([0, 1]);
  });
});

describe('accuracyRate and accuracyTemporal', () => {
  it('grade the answer so far', async () => {
    const accuracies = (sink: OperatorFunction<Step, Graded>) =>
      lastValueFrom(
        spikes(outputs).pipe(
          sink,
          map(({ accuracy }) => accuracy),
          toArray(),
        ),
      );
    expect(await accuracies(accuracyRate([1, 3]))).toEqual([0.5, 0.5, 0.5, 0.5]);
    expect(await accuracies(accuracyRate([1, 2]))).toEqual([0, 1, 1, 1]);
    expect(await accuracies(accuracyTemporal([1, 3]))).toEqual([0, 0.5, 1, 1]);
    expect(await accuracies(accuracyRate([0, 1], { numClasses: 2 }))).toEqual([1, 1, 1, 1]);
    expect(await accuracies(accuracyTemporal([1, 1], { numClasses: 2 }))).toEqual([0, 0.5, 0.5, 0.5]);
  });

  it.each<[string, (...args: Parameters<typeof accuracyRate>) => Sink<Graded>]>([
    ['accuracyRate', accuracyRate],
    ['accuracyTemporal', accuracyTemporal],
  ])('%s names what does not fit', async (name, accuracy) => {
    expect(() => accuracy([[0]])).toThrow(`${name}: targets must be one class a sample, got shape [1, 1]`);
    expect(() => accuracy([0], { numClasses: 0 })).toThrow(
      `${name}: numClasses must be a whole number, at least 1, got 0`,
    );
    await expect(lastValueFrom(spikes(outputs).pipe(accuracy([0, 1, 2])))).rejects.toThrow(
      new RangeError(`${name}: targets has 3 classes, the batch 2 samples`),
    );
    await expect(lastValueFrom(spikes(outputs).pipe(accuracy([0, 1], { numClasses: 3 })))).rejects.toThrow(
      new RangeError(`${name}: the layer has 4 outputs, no multiple of numClasses = 3`),
    );
  });
});

describe.each([
  ['decodeRate', (): Sink<Answer> => decodeRate()],
  ['decodeTemporal', (): Sink<Answer> => decodeTemporal()],
  ['accuracyRate', (): Sink<Answer> => accuracyRate([0])],
  ['accuracyTemporal', (): Sink<Answer> => accuracyTemporal([0])],
])('%s as a stream', (name, make) => {
  it('answers each step at once where its source is live, and stays silent with it', () => {
    const seen: number[] = [];
    NEVER.pipe(make())
      .subscribe(() => seen.push(-1))
      .unsubscribe();
    of(stepOf([1, 0], 7), stepOf([0, 1], 8))
      .pipe(make())
      .subscribe(({ t }) => seen.push(t));
    expect(seen).toEqual([7, 8]);
  });

  it('stops a synchronous source with take', async () => {
    let made = 0;
    const endless = new Observable<Step>((subscriber) => {
      while (!subscriber.closed && made < 1000) subscriber.next(stepOf([1, 0], made++));
    });
    expect(await lastValueFrom(endless.pipe(make(), take(3), toArray()))).toHaveLength(3);
    expect(made).toBe(3);
  });

  it('gives equal runs to two subscribers, and leaves answers as they were', async () => {
    const readout = make();
    const source = spikes([
      [1, 0],
      [0, 1],
      [0, 1],
    ]);
    const values = (answer: object) => JSON.stringify(answer);
    const kept: { now: string; answer: object }[] = [];
    source.pipe(readout).subscribe((answer) => kept.push({ now: values(answer), answer }));
    expect(kept.map(({ answer }) => values(answer))).toEqual(kept.map(({ now }) => now));
    const again = await lastValueFrom(source.pipe(readout, map(values), toArray()));
    expect(again).toEqual(kept.map(({ now }) => now));
  });

  it('passes errors on, and has none of its own for an empty stream but that', async () => {
    const broken = throwError(() => new Error('sensor gone'));
    await expect(lastValueFrom(broken.pipe(make()))).rejects.toThrow('sensor gone');
    await expect(lastValueFrom(EMPTY.pipe(make()))).rejects.toThrow(
      `${name}: the stream ended without a step`,
    );
    await expect(lastValueFrom(current([1]).pipe(make()))).rejects.toThrow(
      `${name}: the last layer has no spk, it has cur`,
    );
    const changing = of(stepOf([1], 0), stepOf([1, 0], 1));
    await expect(lastValueFrom(changing.pipe(make()))).rejects.toThrow(
      `${name}: step 1 has shape [1, 2], the stream began with [1, 1]`,
    );
  });

  it('reads a probed layer, beside other sinks', async () => {
    const [answer, rec] = await lastValueFrom(
      spikes([[1, 0]]).pipe(probe('input'), leaky({ beta: 0.5 }), tee(make(), record('input'))),
    );
    expect(answer.t).toBe(0);
    expect([...rec.input.spk.data]).toEqual([1, 0]);
  });
});

describe('readouts of layers', () => {
  it.each(running)('give the same answers on %s, in blocks and step by step', async (device) => {
    const run = (steps: number) =>
      lastValueFrom(
        current(rand([30, 2, 6], { seed: 1 })).pipe(
          to(device),
          block(steps),
          leaky({ beta: 0.8 }),
          probe('output'),
          decodeRate({ layer: 'output', numClasses: 3 }),
          map(({ counts }) => [...counts.data]),
          toArray(),
        ),
      );
    const { spk } = await lastValueFrom(
      current(rand([30, 2, 6], { seed: 1 })).pipe(leaky({ beta: 0.8 }), record()),
    );
    const total = spk.data.reduce((a, b) => a + b, 0);
    const [inBlocks, stepwise] = [await run(20), await run(1)];
    expect(inBlocks).toEqual(stepwise);
    expect(inBlocks.at(-1)!.reduce((a, b) => a + b, 0)).toBe(total);
    expect(total).toBeGreaterThan(20);
  });

  it('refuse a layer that is not there', async () => {
    expect(() => decodeRate({ layer: '' })).toThrow("decodeRate: layers must be names of probes, got ''");
    await expect(lastValueFrom(spikes([[1]]).pipe(decodeRate({ layer: 'out' })))).rejects.toThrow(
      "decodeRate: no layer 'out', none was probed",
    );
  });
});
