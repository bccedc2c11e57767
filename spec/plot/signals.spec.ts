import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type SignalsOptions, signalsFrame } from '../../src/plot/signals.js';
import { expectPicture } from '../helpers/picture.js';
import { reference } from '../helpers/reference.js';
import { collisions, recordFrame } from './recorder.js';

const spike = '#d9480f';

function draw(options: SignalsOptions) {
  return recordFrame(signalsFrame(options));
}

describe('signals', () => {
  it('has a panel for each signal that is given, on one time axis', () => {
    const shown = (options: SignalsOptions) => draw(options).texts.map(({ text }) => text);
    const all = shown({ cur: [0, 1], mem: [0, 1], spk: [0, 1] });
    expect(all).toEqual(expect.arrayContaining(['Input current', 'Membrane potential', 'Spikes']));
    expect(all.filter((text) => text === 'Time step')).toHaveLength(1);
    expect(shown({ mem: [0, 1] })).not.toContain('Spikes');
  });

  it('draws an upright stroke at the step of each spike', () => {
    const { lines, texts } = draw({ spk: [0, 0, 1, 0, 1, 0] });
    const strokes = lines.filter(({ color }) => color === spike);
    const label = texts.find(({ text, align }) => text === '2' && align === 'left')!;
    expect(strokes).toHaveLength(2);
    expect(strokes[0]!.from[0]).toBe(strokes[0]!.to[0]);
    expect((label.left + label.right) / 2).toBeCloseTo(strokes[0]!.from[0]);
  });

  it('draws graded spikes as high as they are', () => {
    const [low, high] = draw({ spk: [0.5, 1] })
      .lines.filter(({ color }) => color === spike)
      .map(({ from, to }) => from[1] - to[1]);
    expect(high! / low!).toBeCloseTo(2);
  });

  it('names the threshold beside its dashed line', () => {
    const { texts, lines } = draw({ mem: [0, 0.5], threshold: 1 });
    const name = texts.find(({ text }) => text === 'threshold')!;
    const dashes = lines.filter(({ from, to }) => from[1] === to[1] && to[0] - from[0] === 4);
    expect(dashes.length).toBeGreaterThan(20);
    expect(name.top).toBeLessThan(dashes[0]!.from[1]);
    expect(name.bottom).toBeGreaterThan(dashes[0]!.from[1]);
  });

  it('keeps the extent of the axis while a run goes on', () => {
    const end = (mem: number[]) => draw({ mem, steps: 200 }).texts.find(({ text }) => text === '200')!.left;
    expect(end([0])).toBe(end([0, 1, 0, 1]));
  });

  it.each([
    [{}, 'signals: needs cur, mem or spk, got none of them'],
    [{ mem: [0, 1, 2], steps: 2 }, 'signals: mem has 3 steps, the axis takes 2'],
    [{ mem: [0], dt: -1 }, 'signals: dt must be above 0, got -1'],
    [{ mem: [0], height: 90 }, 'signals: height must be at least 138 pixels, got 90'],
  ])('refuses %j', (options, message) => {
    expect(() => signalsFrame(options)).toThrow(new RangeError(message));
  });

  it.each([
    [3, '3'],
    [{}, 'an object Object'],
  ])('refuses %j, which is no array', (mem, shown) => {
    expect(() => signalsFrame({ mem: mem as number[] })).toThrow(
      new TypeError(`signals: mem must be an array of numbers, got ${shown}`),
    );
  });

  it('never lets texts touch or leave the frame', () => {
    const series = fc.array(fc.oneof(fc.double({ min: -2, max: 2 }), fc.double()), { maxLength: 20 });
    fc.assert(
      fc.property(
        fc.record({
          cur: fc.option(series, { nil: undefined }),
          mem: series,
          spk: fc.option(series, { nil: undefined }),
          threshold: fc.option(fc.double({ min: -10, max: 10, noNaN: true }), { nil: undefined }),
          steps: fc.integer({ min: 20, max: 1_000_000 }),
          dt: fc.option(fc.double({ min: 1e-7, max: 10, noNaN: true }), { nil: undefined }),
          width: fc.integer({ min: 240, max: 1600 }),
          height: fc.integer({ min: 340, max: 1200 }),
        }),
        (options) => {
          expect(collisions(signalsFrame(options))).toEqual([]);
        },
      ),
    );
  });

  it('looks as before: the tutorial neuron', () => {
    const { input, output, options } = reference('tutorial-manual-lif');
    const cur = input.x!.data.map((x) => x * options.w);
    const frame = signalsFrame({
      cur,
      mem: output.mem!.data,
      spk: output.spk!.data,
      threshold: 1,
      title: 'Leaky integrate-and-fire, β = 0.819',
      width: 720,
      height: 480,
    });
    expectPicture('signals-tutorial', frame);
  });
});
