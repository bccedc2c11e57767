import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type IsiOptions, isiFrame } from '../../src/plot/isi.js';
import { expectPicture } from '../helpers/picture.js';
import { uniform } from './data.js';
import { collisions, recordFrame } from './recorder.js';

const red = '#ff0000';

/** Heights of the bars in units of the lowest, from the left. */
function bars(intervals: number[], options: Partial<IsiOptions> = {}) {
  const { marks } = recordFrame(isiFrame({ color: red, panels: [{ intervals }], ...options }));
  const red_ = marks.filter(({ color }) => color === red);
  return red_.map(({ left, right, top, bottom }) => ({ width: right - left, height: bottom - top }));
}

const note = (intervals: number[], options: Partial<IsiOptions> = {}) =>
  recordFrame(isiFrame({ panels: [{ intervals }], ...options })).texts.find(({ text }) =>
    /interval/.test(text),
  )!.text;

describe('isi', () => {
  it('draws a bar for each length of interval, as high as it is frequent', () => {
    const [a, b, c] = bars([3, 1, 2, 2, 2, 3]).map(({ height }) => height);
    expect(b! / a!).toBeCloseTo(3, 1);
    expect(c! / a!).toBeCloseTo(2, 1);
  });

  it('takes intervals with their numbers', () => {
    const options = { color: red, panels: [{ intervals: [5, 2], counts: [1, 4] }] };
    const heights = recordFrame(isiFrame(options)).marks.filter(({ color }) => color === red);
    expect((heights[0]!.bottom - heights[0]!.top) / (heights[1]!.bottom - heights[1]!.top)).toBeCloseTo(4, 0);
  });

  it('puts several steps into a bin, so that there are 60 at most', () => {
    expect(bars([1, 2, 3, 4], { bin: 2 })).toHaveLength(2);
    expect(bars(Array.from({ length: 1000 }, (_, i) => i + 1)).length).toBeLessThanOrEqual(60);
  });

  it('says number, mean and coefficient of variation', () => {
    expect(note([4, 4, 4])).toBe('3 intervals, mean 4.0 steps, CV 0.00');
    expect(note([2, 6], { dt: 1e-3 })).toBe('2 intervals, mean 4.00 ms, CV 0.50');
    expect(note([2, 6, 90], { longest: 10 })).toBe(
      '3 intervals, mean 32.7 steps, CV 1.24, 1 longer not shown',
    );
    expect(note([])).toBe('no intervals');
  });

  it('places a bar at the tick of its interval', () => {
    const drawing = recordFrame(isiFrame({ color: red, panels: [{ intervals: [4, 5] }] }));
    const [bar] = drawing.marks.filter(({ color }) => color === red);
    const tick = drawing.texts.find(({ text, align }) => text === '4' && align === 'left')!;
    expect((bar!.left + bar!.right) / 2).toBeCloseTo((tick.left + tick.right) / 2, -0.5);
  });

  it.each([
    [{ panels: [] }, 'isi: panels must hold one panel at least, got 0'],
    [
      { panels: [{ intervals: [0] }] },
      'isi: panel 0: intervals[0] must be a whole number, at least 1, got 0',
    ],
    [{ panels: [{ title: 'a', intervals: [1], counts: [] }] }, "isi: panel 'a' has 1 intervals but 0 counts"],
    [{ bin: 0 }, 'isi: bin must be a whole number, at least 1, got 0'],
    [{ longest: 0 }, 'isi: longest must be a whole number, at least 1, got 0'],
    [{ width: 100 }, 'isi: width must be at least 240 pixels, got 100'],
  ])('refuses %j', (options, message) => {
    expect(() => isiFrame({ panels: [{ intervals: [1] }], ...options })).toThrow(new RangeError(message));
  });

  it('never lets texts touch or leave the frame', () => {
    const layer = fc.array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 1_000_000 })));
    fc.assert(
      fc.property(
        fc.record({
          layers: fc.array(layer, { minLength: 1, maxLength: 3 }),
          dt: fc.option(fc.double({ min: 1e-7, max: 10, noNaN: true }), { nil: undefined }),
          longest: fc.option(fc.integer({ min: 1, max: 100 }), { nil: undefined }),
          width: fc.integer({ min: 240, max: 1600 }),
          title: fc.option(fc.string({ minLength: 1, maxLength: 90, size: 'max' }), { nil: undefined }),
        }),
        ({ layers, ...options }) => {
          const panels = layers.map((intervals, i) => ({ title: `layer ${i}`, intervals }));
          expect(collisions(isiFrame({ ...options, panels }))).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('looks as before: a Poisson process and a regular one', () => {
    const random = uniform(5);
    const poisson = Array.from({ length: 4000 }, () => 1 + Math.floor(-8 * Math.log(1 - random())));
    const regular = Array.from({ length: 2000 }, () => 10 + Math.floor(4 * (random() + random() + random())));
    const panels = [
      { title: 'input', intervals: poisson },
      { title: 'hidden', intervals: regular },
    ];
    expectPicture('isi-layers', isiFrame({ panels, longest: 50, dt: 1e-3, width: 720 }));
  });
});
