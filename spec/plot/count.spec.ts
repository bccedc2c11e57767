import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countFrame } from '../../src/plot/count.js';
import { expectPicture } from '../helpers/picture.js';
import { collisions, labelsBelow, recordFrame } from './recorder.js';

const digits = [8, 42, 43, 3, 0, 23, 0, 0, 0, 0];

function texts(options: Parameters<typeof countFrame>[0]) {
  return recordFrame(countFrame(options)).texts;
}

/** Right ends of the bars in the order of the counts. */
function barEnds(options: Parameters<typeof countFrame>[0]) {
  const discs = recordFrame(countFrame({ color: '#0000ff', ...options })).marks.filter(
    ({ kind, color }) => kind === 'disc' && color === '#0000ff',
  );
  return discs.map(({ right }) => right);
}

describe('spikeCount', () => {
  it('draws a bar for each neuron, as long as its count', () => {
    const [a, b, c] = barEnds({ counts: [10, 20, 40], steps: 100 });
    expect(c! - b!).toBeCloseTo(2 * (b! - a!));
  });

  it('has the first neuron at the bottom, labels and counts beside the bars', () => {
    const drawn = texts({ counts: [5, 60], labels: 'ab', steps: 200, now: 150 });
    const at = (text: string) => drawn.find((each) => each.text === text)!;
    expect(at('a').top).toBeGreaterThan(at('b').top);
    expect(at('5').top).toBeCloseTo(at('a').top);
    expect(at('60').left).toBeGreaterThan(at('5').left);
  });

  it('numbers the neurons where no labels are given', () => {
    const rows = texts({ counts: [1, 1, 1], steps: 10 }).filter(({ align }) => align === 'right');
    expect(rows.map(({ text }) => text)).toEqual(['0', '1', '2']);
  });

  it('shares one axis of whole numbers between spikes and time', () => {
    const labels = labelsBelow(recordFrame(countFrame({ counts: digits, steps: 200, now: 150 })));
    expect(labels[0]).toBe('0');
    expect(labels.at(-1)).toBe('200');
    expect(labelsBelow(recordFrame(countFrame({ counts: [1], steps: 3 })))).toEqual(['0', '1', '2', '3']);
  });

  it('moves the time bar with now, by fractions of a step too', () => {
    const orange = (now: number) => {
      const { marks } = recordFrame(countFrame({ counts: digits, steps: 200, now }));
      return marks.find(({ color }) => color === '#f0801f')!.left;
    };
    expect(orange(200) - orange(100)).toBeCloseTo(orange(100) - orange(0), -0.5);
    expect(orange(100.8)).toBeGreaterThan(orange(100));
  });

  it('says the time in steps, or in a unit where dt is given', () => {
    const shown = (dt?: number) =>
      texts({ counts: digits, steps: 200, now: 150, dt }).map(({ text }) => text);
    expect(shown()).toContain('step 150');
    expect(shown(1e-3)).toContain('150.0 ms');
  });

  it('draws no time bar without now, or with timeBar: false', () => {
    for (const options of [{}, { now: 5, timeBar: false }]) {
      const { marks } = recordFrame(countFrame({ counts: digits, steps: 200, ...options }));
      expect(marks.map(({ color }) => color)).not.toContain('#f0801f');
    }
  });

  it('draws bands only with shading', () => {
    const marks = (shading: boolean) =>
      recordFrame(countFrame({ counts: [0], steps: 200, shading })).marks.length;
    expect(marks(true)).toBeGreaterThan(marks(false));
  });

  it('prints whole numbers while bars and time are on their way from one to the next', () => {
    const [whole, later] = [4, 4.75].map((count) => ({ counts: [count, 4], steps: 10, now: count }));
    expect(barEnds(later!)[0]).toBeGreaterThan(barEnds(whole!)[0]!);
    const shown = texts(later!).map(({ text }) => text);
    expect(shown.filter((text) => text === '4')).toHaveLength(3); // two counts and a tick
    expect(shown).toContain('step 4');
    expect(shown.filter((text) => text.includes('.'))).toEqual([]);
  });

  it('keeps the counts as they were', () => {
    const counts = new Float32Array([1, 7]);
    const frame = countFrame({ counts, steps: 10 });
    counts[1] = 9;
    expect(recordFrame(frame).texts.map(({ text }) => text)).toContain('7');
  });

  it('keeps its axis in place while the counts grow', () => {
    const end = (counts: number[]) => texts({ counts, steps: 200 }).find(({ text }) => text === '200')!.left;
    expect(end([1, 2])).toBe(end([101, 2]));
  });

  it('grows its axis where a count is larger than steps', () => {
    expect(Math.max(...barEnds({ counts: [500], steps: 200 }))).toBeLessThan(800);
  });

  it.each([
    [{ labels: '012345678' }, 'spikeCount: 10 neurons need 10 labels, got 9'],
    [{ labels: ['a', 'b'] }, 'spikeCount: 10 neurons need 10 labels, got 2'],
    [{ counts: [] }, 'spikeCount: counts must hold one neuron at least, got 0'],
    [{ counts: [1, -1] }, 'spikeCount: counts must be 0 or more, got -1'],
    [{ steps: 1.5 }, 'spikeCount: steps must be a whole number, at least 1, got 1.5'],
    [{ now: Number.NaN }, 'spikeCount: now must be finite, got NaN'],
    [{ height: 20 }, 'spikeCount: height must be at least 160 pixels, got 20'],
  ])('refuses %j', (options, message) => {
    expect(() => countFrame({ counts: digits, steps: 200, ...options })).toThrow(new RangeError(message));
  });

  it('counts a label of a string by its characters, not by its code units', () => {
    expect(() => countFrame({ counts: [1, 2], labels: '🐈🐕', steps: 9 })).not.toThrow();
  });

  it('never lets texts touch or leave the frame', () => {
    fc.assert(
      fc.property(
        fc.record({
          shares: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 150 }),
          steps: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 100_000 })),
          at: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
          named: fc.option(fc.string({ minLength: 1, maxLength: 40, size: 'max' }), { nil: undefined }),
          dt: fc.option(fc.double({ min: 1e-7, max: 10, noNaN: true }), { nil: undefined }),
          width: fc.integer({ min: 240, max: 1600 }),
          height: fc.integer({ min: 160, max: 1200 }),
        }),
        ({ shares, steps, at, named, ...options }) => {
          const counts = shares.map((share) => Math.floor(share * (at ?? 1) * steps));
          const labels = named && counts.map(() => named);
          const now = at === undefined ? undefined : at * steps;
          expect(collisions(countFrame({ ...options, counts, labels, steps, now }))).toEqual([]);
        },
      ),
    );
  });

  it('looks as before: step 150 of the tutorial', () => {
    expectPicture('count-150', countFrame({ counts: digits, labels: '0123456789', steps: 200, now: 150 }));
  });

  it('looks as before: long labels, the end of the run', () => {
    const labels = ['T-shirt/top', 'Trouser', 'Pullover', 'Ankle boot'];
    const options = { counts: [8, 199, 200, 142], labels, steps: 200, now: 200, dt: 1e-3, title: 'Fashion' };
    expectPicture('count-end', countFrame({ ...options, width: 560 }));
  });
});
