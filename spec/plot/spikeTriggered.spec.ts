import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type SpikeTriggeredOptions, spikeTriggeredFrame } from '../../src/plot/spikeTriggered.js';
import { expectPicture } from '../helpers/picture.js';
import { noisyNeuron } from './data.js';
import { collisions, labelsBelow, recordFrame } from './recorder.js';

const blue = '#0000ff';
const draw = (options: Partial<SpikeTriggeredOptions>) =>
  recordFrame(spikeTriggeredFrame({ snippets: [], mean: [0, 1, 0], before: 1, color: blue, ...options }));

describe('spikeTriggered', () => {
  it('draws each snippet and their mean, with the spike at 0', () => {
    const { lines, ...drawing } = draw({
      snippets: [
        [0, 1, 0],
        [0, 3, 0],
      ],
      mean: [0, 2, 0],
      quantity: 'mem',
    });
    const wide = lines.filter(({ from, to, color }) => to[0] - from[0] > 100 && color !== '#e7eaef');
    expect(wide.filter(({ color }) => color === blue)).toHaveLength(2);
    expect(wide.filter(({ color }) => color === '#6b7785')).toHaveLength(4);
    const spike = lines.find(({ color, from, to }) => color === '#d9480f' && from[0] === to[0])!;
    expect(spike.from[0]).toBe(wide.find(({ color }) => color === blue)!.to[0]);
    expect(labelsBelow({ lines, ...drawing })).toEqual(['−1', '0', '1']);
    expect(drawing.texts.map(({ text }) => text)).toEqual(expect.arrayContaining(['2 spikes', 'mem']));
  });

  it('says how many of the spikes are drawn', () => {
    const texts = draw({ snippets: [[0, 1, 0]], spikes: 4000 }).texts.map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(['4,000 spikes', '1 of them drawn']));
  });

  it('draws its axes where there is no spike, and says which would count', () => {
    const { lines, texts } = draw({ mean: [0, 0, 0], spikes: 0 });
    expect(texts.map(({ text }) => text)).toContain('no spike far enough from the ends');
    expect(lines.filter(({ color, from, to }) => color === blue && to[0] - from[0] > 100)).toEqual([]);
  });

  it.each([
    [{ snippets: [[1]] }, 'spikeTriggered: snippets[0] has 1 values, the mean 3'],
    [{ before: 3 }, "spikeTriggered: before must be below the mean's 3 values, got 3"],
    [{ before: -1 }, 'spikeTriggered: before must be a whole number, at least 0, got -1'],
    [{ threshold: Number.NaN }, 'spikeTriggered: threshold must be finite, got NaN'],
  ])('refuses %j', (options, message) => {
    expect(() => draw(options)).toThrow(new RangeError(message));
  });

  it('never lets texts touch or leave the frame', () => {
    fc.assert(
      fc.property(
        fc.record({
          mean: fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 1, maxLength: 200 }),
          share: fc.double({ min: 0, max: 0.99, noNaN: true }),
          dt: fc.option(fc.double({ min: 1e-7, max: 10, noNaN: true }), { nil: undefined }),
          threshold: fc.option(fc.double({ min: -10, max: 10, noNaN: true }), { nil: undefined }),
          spikes: fc.integer({ min: 0, max: 1e9 }),
          title: fc.option(fc.string({ minLength: 1, maxLength: 90, size: 'max' }), { nil: undefined }),
          width: fc.integer({ min: 300, max: 1600 }),
        }),
        ({ share, ...options }) => {
          const before = Math.floor(share * options.mean.length);
          const frame = spikeTriggeredFrame({
            ...options,
            before,
            snippets: [options.mean],
            quantity: 'Membrane potential',
          });
          expect(collisions(frame)).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('looks as before: a noisy neuron', () => {
    const [before, after] = [15, 10];
    const { mem, spk } = noisyNeuron(800, 0.12, 4);
    const at = spk.flatMap((spike, t) => (spike && t >= before && t + after < mem.length ? [t] : []));
    const snippets = at.map((t) => mem.slice(t - before, t + after + 1));
    const mean = snippets[0]!.map(
      (_, i) => snippets.reduce((sum, piece) => sum + piece[i]!, 0) / snippets.length,
    );
    const options = { snippets, mean, before, threshold: 1, dt: 1e-3, quantity: 'Membrane potential' };
    expectPicture('triggered-noisy', spikeTriggeredFrame(options));
  });
});
