import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type RatesOptions, ratesFrame } from '../../src/plot/rates.js';
import { expectPicture } from '../helpers/picture.js';
import { uniform } from './data.js';
import { collisions, labelsLeft, recordFrame } from './recorder.js';

const ink = '#17212e';

describe('rates', () => {
  it('draws a line a series: the population, and neurons in colours of their own', () => {
    const panels = [
      {
        neurons: 2,
        population: [0.5, 0.5],
        single: [
          [0, 1],
          [1, 0],
        ],
      },
    ];
    const { lines, texts } = recordFrame(ratesFrame({ steps: 2, panels, names: ['neuron 0', 'neuron 1'] }));
    const colors = lines.filter(({ from, to }) => Math.abs(to[0] - from[0]) > 300).map(({ color }) => color);
    expect(new Set(colors.filter((color) => !['#e7eaef', '#aab3bf'].includes(color))).size).toBe(3);
    const key = texts.map(({ text }) => text);
    expect(key).toEqual(expect.arrayContaining(['population', 'neuron 0', 'neuron 1']));
  });

  it('names the first of many lines, and shows that there are more', () => {
    const names = Array.from({ length: 12 }, (_, i) => `neuron ${i}`);
    const panels = [{ neurons: 12, population: [0, 1], single: names.map(() => [0, 1]) }];
    const key = (width: number) =>
      recordFrame(ratesFrame({ steps: 2, panels, names, width }))
        .texts.map(({ text }) => text)
        .filter((text) => /^(population|neuron|…)/.test(text));
    expect(key(1600)).toEqual(['population', ...names]);
    expect(key(420)).toEqual(['population', 'neuron 0', 'neuron 1', '…']);
    expect(key(240)).toEqual(['population', '…']);
  });

  it('starts at 0 and has rates in spikes a step, or in Hz where dt is given', () => {
    const panels = [{ neurons: 10, population: [0.1, 0.2, 0.4] }];
    const labels = (dt?: number) => labelsLeft(recordFrame(ratesFrame({ steps: 3, panels, dt })));
    expect([labels()[0], labels().at(-1)]).toEqual(['0.0', '0.4']);
    expect([labels(1e-3)[0], labels(1e-3).at(-1)]).toEqual(['0', '400']);
  });

  it('places a value at the tick of its rate', () => {
    const drawing = recordFrame(
      ratesFrame({ steps: 2, dt: 0.01, panels: [{ neurons: 10, population: [0.5, 1] }] }),
    );
    const line = drawing.lines.find(({ color, to, from }) => color === ink && to[0] - from[0] > 300)!;
    const tick = drawing.texts.find(({ text, align }) => text === '100' && align === 'right')!;
    expect(line.to[1]).toBeGreaterThan(tick.top);
    expect(line.to[1]).toBeLessThan(tick.bottom);
  });

  it.each([
    [{ panels: [] }, 'rates: panels must hold one panel at least, got 0'],
    [{ steps: 1 }, 'rates: panel 0 has 2 steps, the axis takes 1'],
    [{ names: ['a'] }, 'rates: panel 0: 0 neurons need as many names, got 1'],
    [{ dt: 0 }, 'rates: dt must be above 0, got 0'],
  ])('refuses %j', (options, message) => {
    const panels = [{ neurons: 2, population: [0, 1] }];
    expect(() => ratesFrame({ steps: 2, panels, ...options })).toThrow(new RangeError(message));
  });

  it('never lets texts touch or leave the frame', () => {
    const series = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 });
    fc.assert(
      fc.property(
        fc.record({
          population: fc.array(series, { minLength: 1, maxLength: 3 }),
          single: fc.array(series, { maxLength: 6 }),
          steps: fc.oneof(fc.constant(30), fc.integer({ min: 30, max: 1_000_000 })),
          dt: fc.option(fc.double({ min: 1e-7, max: 10, noNaN: true }), { nil: undefined }),
          width: fc.integer({ min: 240, max: 1600 }),
          title: fc.option(fc.string({ minLength: 1, maxLength: 90, size: 'max' }), { nil: undefined }),
        }),
        ({ population, single, ...options }) => {
          const panels = population.map((values, i) => ({
            title: `layer ${i}`,
            neurons: 9,
            population: values,
            single,
          }));
          const names = single.map((_, i) => `neuron ${i}`);
          expect(collisions(ratesFrame({ ...options, panels, names } satisfies RatesOptions))).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('looks as before: two layers, two neurons', () => {
    const random = uniform(2);
    const wave = (mean: number, phase: number) =>
      Float32Array.from(
        { length: 300 },
        (_, t) => mean * (1 + 0.6 * Math.sin(t / 30 + phase)) + 0.02 * random(),
      );
    const panels = ['hidden', 'output'].map((title, i) => ({
      title,
      neurons: i === 0 ? 1000 : 10,
      population: wave(0.2, i),
      single: [wave(0.3, i + 1), wave(0.1, i + 2)],
    }));
    const options = {
      steps: 300,
      dt: 1e-3,
      panels,
      names: ['neuron 3', 'neuron 7'],
      title: 'Firing rates',
      width: 720,
    };
    expectPicture('rates-layers', ratesFrame(options));
  });
});
