import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lastValueFrom, skip } from 'rxjs';
import { type IsiSinkOptions, isi, probe, spikes } from 'rxsnn';
import { Intervals } from '../../src/sinks/intervals.js';
import { recordFrame } from '../plot/recorder.js';

const note = async (steps: number[][], options?: IsiSinkOptions) => {
  const frame = await lastValueFrom(spikes(steps).pipe(probe('out'), isi('out', options)));
  return recordFrame(frame).texts.find(({ text }) => text.includes('interval'))!.text;
};

describe('isi', () => {
  it('measures from each spike of a neuron to its next', async () => {
    const steps = [
      [1, 0, 0],
      [0, 1, 0],
      [1, 0, 1],
      [0, 0, 0],
      [1, 1, 0],
    ];
    expect(await note(steps)).toBe('3 intervals, mean 2.3 steps, CV 0.20');
    expect(await note(steps, { dt: 1e-3 })).toBe('3 intervals, mean 2.33 ms, CV 0.20');
  });

  it('finds the intervals of spike times', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 300 })), (times) => {
        const sorted = [...times].sort((a, b) => a - b);
        const intervals = new Intervals();
        for (let t = 0; t <= 300; t++) intervals.add(Float32Array.of(times.includes(t) ? 1 : 0), t);
        const found = intervals.finish();
        const all = found.intervals.flatMap((length, i) => Array<number>(found.counts[i]!).fill(length));
        const expected = sorted.slice(1).map((time, i) => time - sorted[i]!);
        expect(all.sort((a, b) => a - b)).toEqual(expected.sort((a, b) => a - b));
      }),
      { numRuns: 50 },
    );
  });

  it('has an empty panel for a layer that never fired twice', async () => {
    expect(
      await note([
        [1, 0],
        [0, 1],
      ]),
    ).toBe('no intervals');
  });

  it('counts from where it begins', async () => {
    const frame = await lastValueFrom(spikes([[1], [1], [0], [1]]).pipe(skip(1), isi()));
    expect(recordFrame(frame).texts.map(({ text }) => text)).toContain('1 interval, mean 2.0 steps, CV 0.00');
  });

  it('checks its options when it is made', () => {
    expect(() => isi({ bin: 0.5 })).toThrow('isi: bin must be a whole number, at least 1, got 0.5');
    expect(() => isi({ longest: 0 })).toThrow('isi: longest must be a whole number, at least 1, got 0');
    expect(() => isi('a', { titles: [] })).toThrow('isi: 1 layers need 1 titles, got 0');
  });
});
