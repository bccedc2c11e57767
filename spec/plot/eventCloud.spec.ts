import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type EventCloudOptions, eventCloudFrame } from '../../src/plot/eventCloud.js';
import { expectPicture } from '../helpers/picture.js';
import { collisions, recordFrame } from './recorder.js';

const [red, green] = ['#ff0000', '#00ff00'];

function points(options: Partial<EventCloudOptions>) {
  const frame = eventCloudFrame({ t: [], id: [], shape: [4, 4], steps: 10, colors: [red], ...options });
  return recordFrame(frame)
    .marks.filter(({ color }) => color === red || color === green)
    .map(({ left, right, top, bottom, color }) => ({ x: (left + right) / 2, y: (top + bottom) / 2, color }));
}

/** Where a spike of neuron `id` in step `t` is drawn. */
const place = (t: number, id: number) => points({ t: [t], id: [id] })[0]!;

describe('eventCloud', () => {
  it('has time to the right, rows downwards and columns towards the viewer', () => {
    const origin = place(0, 0);
    expect(place(5, 0).x - origin.x).toBeCloseTo((place(9, 0).x - origin.x) * (5 / 9));
    expect(place(9, 0).y).toBeLessThan(origin.y);
    expect(place(0, 4).x).toBeCloseTo(origin.x);
    expect(place(0, 12).y - origin.y).toBeCloseTo(3 * (place(0, 4).y - origin.y));
    expect(place(0, 1).x).toBeGreaterThan(origin.x);
    expect(place(0, 1).y).toBeGreaterThan(origin.y);
  });

  it('draws what is near over what is far', () => {
    const drawn = points({ t: [0, 5, 9], id: [0, 0, 0] });
    expect(drawn.map(({ x }) => x)).toEqual(drawn.map(({ x }) => x).sort((a, b) => b - a));
  });

  it('gives each channel its colour, at the same place', () => {
    const [on, off] = points({ t: [1, 1], id: [16, 0], shape: [2, 4, 4], colors: [red, green] });
    expect([off!.color, on!.color]).toEqual([red, green].reverse());
    expect([on!.x, on!.y]).toEqual([off!.x, off!.y]);
    const { texts } = recordFrame(eventCloudFrame({ t: [], id: [], shape: [2, 4, 4], steps: 10 }));
    expect(texts.map(({ text }) => text)).toEqual(expect.arrayContaining(['channel 0', 'channel 1']));
  });

  it.each([
    [{ shape: [16] }, 'eventCloud: shape must be [rows, columns] or [channels, rows, columns], got [16]'],
    [{ steps: 0 }, 'eventCloud: steps must be a whole number, at least 1, got 0'],
    [{ t: [10], id: [0] }, 'eventCloud: times must lie in 0 to 9, got 10'],
    [{ t: [1], id: [16] }, 'eventCloud: neuron indices must lie in 0 to 15, got 16'],
    [{ t: [1], id: [] }, 'eventCloud has 1 times but 0 neuron indices'],
    [{ colors: [red, green] }, 'eventCloud: 1 channels need 1 colors, got 2'],
    [{ width: 100 }, 'eventCloud: width must be at least 320 pixels, got 100'],
  ])('refuses %j', (options, message) => {
    expect(() => points(options)).toThrow(new RangeError(message));
  });

  it('never lets texts touch or leave the frame', () => {
    const size = fc.integer({ min: 1, max: 300 });
    fc.assert(
      fc.property(
        fc.record({
          shape: fc.oneof(fc.tuple(size, size), fc.tuple(fc.integer({ min: 1, max: 4 }), size, size)),
          steps: fc.integer({ min: 1, max: 1_000_000 }),
          dt: fc.option(fc.double({ min: 1e-7, max: 10, noNaN: true }), { nil: undefined }),
          name: fc.constantFrom(undefined, 'input'),
          title: fc.option(fc.string({ minLength: 1, maxLength: 90, size: 'max' }), { nil: undefined }),
          width: fc.integer({ min: 500, max: 1600 }),
          height: fc.integer({ min: 240, max: 1200 }),
        }),
        (options) => {
          expect(collisions(eventCloudFrame({ ...options, t: [], id: [] }))).toEqual([]);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('looks as before: an edge on a circle, brighter before it and darker behind', () => {
    const events = Array.from({ length: 200 * 10 }, (_, i) => {
      const [step, k] = [Math.floor(i / 10), i % 10];
      const angle = step / 25 + (k % 2) * 0.35;
      const radius = 8 + k / 2;
      const [x, y] = [17 + radius * Math.cos(angle), 17 + radius * Math.sin(angle)];
      return { step, neuron: (k % 2) * 34 * 34 + Math.round(y) * 34 + Math.round(x) };
    });
    const t = events.map(({ step }) => step);
    const id = events.map(({ neuron }) => neuron);
    const frame = eventCloudFrame({
      t,
      id,
      shape: [2, 34, 34],
      steps: 200,
      dt: 1e-3,
      name: 'camera',
      width: 720,
    });
    expectPicture('event-cloud', frame);
  });
});
