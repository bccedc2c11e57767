import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type TracesOptions, tracesFrame } from '../../src/plot/traces.js';
import { expectPicture } from '../helpers/picture.js';
import { reference } from '../helpers/reference.js';
import { noisyNeuron, seriesOf } from './data.js';
import { collisions, recordFrame } from './recorder.js';

const spike = '#d9480f';
const blue = '#0000ff';

function draw(options: TracesOptions) {
  return recordFrame(tracesFrame({ color: blue, ...options }));
}

function strokes(options: TracesOptions) {
  // The key has a stroke of 12 pixels.
  return draw(options).lines.filter(
    ({ color, from, to }) => color === spike && Math.abs(to[1] - from[1]) !== 12,
  );
}

describe('traces', () => {
  it('draws a cell for each neuron, three by three for nine', () => {
    const { texts } = draw({ mem: Array(9).fill([0, 1, 0.5]) });
    const titles = texts.filter(({ text }) => text.startsWith('neuron'));
    expect(titles.map(({ text }) => text)).toEqual(Array.from({ length: 9 }, (_, i) => `neuron ${i}`));
    expect(new Set(titles.map(({ left }) => left)).size).toBe(3);
    expect(new Set(titles.map(({ top }) => top)).size).toBe(3);
  });

  it('takes a grid and titles', () => {
    const { texts } = draw({ mem: Array(2).fill([0, 1]), grid: [2, 1], titles: ['left', 'right'] });
    const [left, right] = ['left', 'right'].map((name) => texts.find(({ text }) => text === name)!);
    expect(left!.left).toBe(right!.left);
    expect(left!.top).toBeLessThan(right!.top);
  });

  it('lets each spike rise from the membrane by spikeHeight', () => {
    const [first, second] = strokes({ mem: [[0, 1, 0, 2]], spk: [[0, 1, 0, 1]], spikeHeight: 3 });
    const height = (line: typeof first) => line!.from[1] - line!.to[1];
    expect(height(first)).toBeCloseTo(height(second));
    // The second starts one unit higher, a third of its height.
    expect(first!.from[1] - second!.from[1]).toBeCloseTo(height(first) / 3);
  });

  it('gives all cells one range, or each its own with shareY: false', () => {
    const mem = [
      [0, 1],
      [0, 10],
    ];
    const rise = (options: Partial<TracesOptions>) => {
      const { lines } = draw({ mem, grid: [1, 2], ...options });
      return lines.filter(({ color }) => color === blue).map(({ from, to }) => from[1] - to[1]);
    };
    const [, small, large] = [0, ...rise({}).filter((height) => height > 1)];
    expect(large! / small!).toBeCloseTo(10);
    const [, one, other] = [0, ...rise({ shareY: false }).filter((height) => height > 1)];
    expect(one).toBeCloseTo(other!);
  });

  it('says how often each neuron spiked', () => {
    const shown = draw({ mem: [[0, 1, 2]], spk: [[0, 1, 1]] }).texts.map(({ text }) => text);
    expect(shown).toContain('2 spikes');
  });

  it('draws no more of a long series than its columns of pixels can show', () => {
    const { mem, spk } = noisyNeuron(50_000, 0.1, 1);
    const { lines } = draw({ mem: [mem], spk: [spk], width: 400 });
    expect(lines.filter(({ color }) => color === blue).length).toBeLessThan(4 * 400);
    expect(lines.filter(({ color }) => color === spike).length).toBeLessThan(400);
  });

  it('keeps the extremes of a long series', () => {
    const flat = new Float32Array(50_000);
    const peak = flat.slice();
    peak[31_234] = 1;
    const { lines } = draw({ mem: [peak], threshold: 1 });
    const top = Math.min(...lines.filter(({ color }) => color === blue).map(({ to }) => to[1]));
    const bottom = Math.max(...lines.filter(({ color }) => color === blue).map(({ to }) => to[1]));
    expect(bottom - top).toBeGreaterThan(50);
  });

  it('leaves a gap at values that are not finite', () => {
    const pieces = (mem: number[]) =>
      draw({ mem: [mem] }).lines.filter(({ color, from, to }) => color === blue && to[0] - from[0] > 30);
    expect(pieces([0, 1, 0, 1, 0])).toHaveLength(4);
    expect(pieces([0, 1, Number.NaN, 1, Number.POSITIVE_INFINITY])).toHaveLength(1);
  });

  it.each([
    [{ mem: [] }, 'traces: mem must hold one series at least, got 0'],
    [{ spk: [] }, 'traces: mem has 2 series but spk 0'],
    [{ spk: [[0, 0], [1]] }, "traces: 'neuron 1' has 2 potentials but 1 spike values"],
    [{ titles: ['a'] }, 'traces: 2 neurons need 2 titles, got 1'],
    [{ grid: [1, 1] as const }, 'traces: a grid of 1 x 1 has no room for 2 neurons'],
    [{ steps: 1 }, "traces: 'neuron 0' has 2 steps, the axis takes 1"],
    [{ width: 100 }, 'traces: width must be at least 300 pixels, got 100'],
    [{ threshold: Number.NaN }, 'traces: threshold must be finite, got NaN'],
  ])('refuses %j', (options, message) => {
    const mem = [
      [0, 1],
      [1, 0],
    ];
    expect(() => tracesFrame({ mem, ...options })).toThrow(new RangeError(message));
  });

  it('refuses series that are no array', () => {
    expect(() => tracesFrame({ mem: {} as [] })).toThrow(
      new TypeError('traces: mem must be an array of series, got an object Object'),
    );
  });

  it('leaves a spike on a membrane out of all proportion out of the axis, as it does the membrane', () => {
    const texts = (mem: number) =>
      collisions(tracesFrame({ mem: [[0, mem, 1]], spk: [[0, 1, 0]], steps: 3, width: 520 }));
    for (const mem of [
      1e200,
      1.6050831561270677e308,
      Number.MAX_VALUE,
      -Number.MAX_VALUE,
      Number.POSITIVE_INFINITY,
    ])
      expect(texts(mem)).toEqual([]);
  });

  it('never lets texts touch or leave the frame', () => {
    const value = fc.oneof(fc.double({ min: -2, max: 2, noNaN: true }), fc.double());
    fc.assert(
      fc.property(
        fc.record({
          mem: fc.array(fc.array(value, { maxLength: 30 }), { minLength: 1, maxLength: 12 }),
          steps: fc.oneof(fc.constant(30), fc.integer({ min: 30, max: 1_000_000 })),
          dt: fc.option(fc.double({ min: 1e-7, max: 10, noNaN: true }), { nil: undefined }),
          threshold: fc.option(fc.double({ min: -10, max: 10, noNaN: true }), { nil: undefined }),
          shareY: fc.boolean(),
          width: fc.integer({ min: 520, max: 1600 }),
          title: fc.option(fc.string({ minLength: 1, maxLength: 90, size: 'max' }), { nil: undefined }),
        }),
        (options) => {
          const spk = options.mem.map((series) => series.map((value) => (value > 1 ? 1 : 0)));
          expect(collisions(tracesFrame({ ...options, spk }))).toEqual([]);
        },
      ),
    );
  });

  it('looks as before: nine neurons that the tutorial shows', () => {
    const { output } = reference('tutorial-network');
    const mem = seriesOf(output.mem2!).slice(0, 9);
    const spk = seriesOf(output.spk2!).slice(0, 9);
    const frame = tracesFrame({ mem, spk, threshold: 1, title: 'Output layer', width: 720, height: 460 });
    expectPicture('traces-network', frame);
  });

  it('looks as before: four neurons, each with its own range', () => {
    const neurons = [0.1, 0.35, -0.03, 0.2].map((current, i) => noisyNeuron(120, current, i + 1));
    const mem = neurons.map((neuron) => neuron.mem);
    const spk = neurons.map((neuron) => neuron.spk);
    expectPicture('traces-own-range', tracesFrame({ mem, spk, shareY: false, dt: 1e-3, width: 560 }));
  });
});
