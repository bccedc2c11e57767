import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type AnimatorOptions, animatorFrame } from '../../src/plot/animator.js';
import { expectPicture } from '../helpers/picture.js';
import { uniform } from './data.js';
import { collisions, recordFrame } from './recorder.js';

const unit = [0, 1] as const;
const blackOrWhite = (share: number) => (share < 0.5 ? '#000000' : '#ffffff');

/** Column, row and size of the white cells of a bare frame that is black and white, in cells. */
function white(options: Partial<AnimatorOptions>) {
  const frame = animatorFrame({ values: [], range: unit, colorMap: blackOrWhite, bare: true, ...options });
  const { marks } = recordFrame(frame);
  return marks
    .filter(({ color }) => color === 'rgb(255, 255, 255)')
    .map(({ left, top, right, bottom }) => [left, top, right - left, bottom - top]);
}

describe('animator', () => {
  it('has the first neuron at the top left, row by row', () => {
    expect(white({ values: [1, 0, 0, 0, 0, 1], shape: [2, 3], width: 30, height: 20 })).toEqual([
      [0, 0, 10, 10],
      [20, 10, 10, 10],
    ]);
  });

  it('shows a vector in equal rows, as square as they can be', () => {
    const sizes = [784, 10, 7, 1000].map((neurons) => {
      const { width, height } = animatorFrame({ values: new Float32Array(neurons), range: unit, bare: true });
      return width / height;
    });
    expect(sizes).toEqual([1, 5 / 2, 7, 40 / 25]);
  });

  it('sets the images of a layer side by side', () => {
    const values = [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0];
    const places = white({ values, shape: [3, 2, 2], width: 46, height: 46 });
    expect(places.map(([left, top]) => [left, top])).toEqual([
      [0, 0],
      [26, 0],
      [0, 26],
    ]);
  });

  it('makes cells of whole pixels that fill the size it is given', () => {
    const [first] = white({ values: [1, 0, 0, 0], shape: [2, 2], width: 101, height: 77 });
    expect(first).toEqual([0, 0, 38, 38]);
  });

  it('says what and when', () => {
    const texts = (options: Partial<AnimatorOptions>) =>
      recordFrame(
        animatorFrame({
          values: new Float32Array(784),
          range: unit,
          quantity: 'Spikes',
          now: 12,
          ...options,
        }),
      ).texts.map(({ text }) => text);
    expect(texts({ title: 'Input' })).toEqual(
      expect.arrayContaining(['Input', 'Spikes', 'step 12', '0.0', '1.0']),
    );
    expect(texts({ dt: 1e-3, steps: 200 })).toContain('12.0 ms');
    expect(texts({ bare: true, title: 'Input' })).toEqual([]);
  });

  it.each([
    [{ shape: [2, 3] }, 'animator: shape [2, 3] holds 6 neurons, the layer has 4'],
    [{ shape: [0, 3], values: [] }, 'animator: shape[0] must be a whole number, at least 1, got 0'],
    [{ range: [1, 0] as const }, 'animator: range[1] must be above 1, got 0'],
    [{ dt: 0 }, 'animator: dt must be above 0, got 0'],
    [{ width: 20 }, 'animator: width must be at least 160 pixels, got 20'],
  ])('refuses %j', (options, message) => {
    expect(() => animatorFrame({ values: [0, 1, 1, 0], range: unit, ...options })).toThrow(
      new RangeError(message),
    );
  });

  it('never lets texts touch or leave the frame', () => {
    fc.assert(
      fc.property(
        fc.record({
          shape: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 3 }),
          low: fc.double({ min: -2000, max: 0, noNaN: true }),
          extent: fc.double({ min: 1e-3, max: 2000, noNaN: true }),
          now: fc.integer({ min: 0, max: 1_000_000 }),
          dt: fc.option(fc.double({ min: 1e-7, max: 10, noNaN: true }), { nil: undefined }),
          quantity: fc.constantFrom('', 'Spikes', 'Membrane potential'),
          title: fc.option(fc.string({ minLength: 1, maxLength: 90, size: 'max' }), { nil: undefined }),
        }),
        ({ shape, low, extent, ...options }) => {
          const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
          const range = [low, low + extent] as const;
          expect(collisions(animatorFrame({ ...options, values, shape, range }))).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('looks as before: glowing spikes', () => {
    const random = uniform(3);
    const values = Float32Array.from({ length: 784 }, (_, i) => {
      const [x, y] = [(i % 28) - 14, Math.floor(i / 28) - 14];
      return Math.abs(Math.hypot(x, y) - 9) < 2 ? 0.8 ** Math.floor(12 * random()) : 0;
    });
    const frame = animatorFrame({ values, range: unit, colorMap: 'magma', quantity: 'Spikes', now: 42 });
    expectPicture('animator-glow', frame);
  });

  it('looks as before: six feature maps', () => {
    const values = Float32Array.from({ length: 6 * 144 }, (_, i) => {
      const [map, x, y] = [Math.floor(i / 144), i % 12, Math.floor((i % 144) / 12)];
      return Math.sin((x * Math.cos(map) + y * Math.sin(map)) / 2) * 1.5;
    });
    const options = { shape: [6, 12, 12], range: [-1.5, 1.5] as const, quantity: 'Membrane potential' };
    expectPicture(
      'animator-maps',
      animatorFrame({ values, ...options, now: 0.15 / 1e-3, dt: 1e-3, title: 'conv1' }),
    );
  });
});
