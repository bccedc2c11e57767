import { describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { probe, rates, spikes } from 'rxsnn';
import { ratesFrame } from '../../src/plot/rates.js';
import { recordFrame } from '../plot/recorder.js';

const four = [
  [1, 0],
  [1, 1],
  [0, 0],
  [0, 1],
];

describe('rates', () => {
  it('shows the share of neurons that fire, and of steps in which a neuron fires', async () => {
    const frame = await lastValueFrom(
      spikes(four).pipe(probe('out'), rates('out', { window: 2, neurons: [1] })),
    );
    const panel = {
      title: 'out',
      neurons: 2,
      population: [0.5, 0.75, 0.5, 0.25],
      single: [[0, 0.5, 0.5, 0.5]],
    };
    const expected = ratesFrame({ steps: 4, panels: [panel], names: ['neuron 1'] });
    expect(recordFrame(frame)).toEqual(recordFrame(expected));
  });

  it('smooths with a time constant', async () => {
    const frame = await lastValueFrom(spikes(four).pipe(rates({ tau: 1 / Math.log(2), dt: 1e-3 })));
    const population = Float32Array.of(
      1 / 2,
      (1 / 4 + 1) / 1.5,
      (1 / 8 + 1 / 2) / 1.75,
      (1 / 16 + 1 / 4 + 1 / 2) / 1.875,
    );
    const lines = (drawn: typeof frame) =>
      recordFrame(drawn).lines.map(({ from, to }) => [...from, ...to].map((at) => at.toFixed(2)));
    expect(lines(frame)).toEqual(
      lines(ratesFrame({ steps: 4, dt: 1e-3, panels: [{ neurons: 2, population }] })),
    );
  });

  it('counts a graded spike as one', async () => {
    const graded = four.map((step) => step.map((spk) => 2.5 * spk));
    const [plain, other] = await Promise.all(
      [four, graded].map((source) => lastValueFrom(spikes(source).pipe(rates()))),
    );
    expect(recordFrame(plain!)).toEqual(recordFrame(other!));
  });

  it('refuses a neuron that is not there', async () => {
    await expect(lastValueFrom(spikes(four).pipe(rates({ neurons: [2] })))).rejects.toThrow(
      "rates: neuron 2 is not among the layer's 2",
    );
  });

  it('checks its options when it is made', () => {
    expect(() => rates({ window: 0 })).toThrow('rates: window must be a whole number, at least 1, got 0');
    expect(() => rates({ tau: 0 })).toThrow('rates: tau must be above 0, got 0');
    expect(() => rates({ window: 5, tau: 5 })).toThrow('rates: takes window or tau, got both: 5 and 5');
    expect(() => rates({ neurons: [-1] })).toThrow(
      'rates: neurons[0] must be a whole number, at least 0, got -1',
    );
  });
});
