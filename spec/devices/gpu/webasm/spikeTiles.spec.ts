import { describe, expect, it } from '@jest/globals';
import { rand } from 'rxsnn';
import type { DenseWeights } from '../../../../src/devices/device.js';
import { openDevice } from '../../../../src/devices/registry.js';
import { HostTensor } from '../../../../src/tensor.js';

const weightsOf = (
  change: (weight: Float32Array, bias: Float32Array) => void,
  [inputs, outputs] = [53, 9],
): DenseWeights => {
  const numbers = (size: number, seed: number) => rand([size], { seed }).data.map((u) => u - 0.5);
  const [weight, bias] = [numbers(inputs * outputs, 1), numbers(outputs, 2)];
  change(weight, bias);
  return { inputs, outputs, weight, bias };
};

const spikes = (rows: number, inputs = 53) =>
  rand([rows * inputs], { seed: 3 }).data.map((u) => (u < 0.3 ? 1 : 0));

/** The bits of the currents of `rows` steps of `batch` samples each, computed in blocks of `block`. */
function currents(weights: DenseWeights, x: Float32Array, batch: number, block: number): string[] {
  const device = openDevice('webasm');
  const dense = device.dense(weights, batch, block);
  const { inputs } = weights;
  const size = batch * inputs;
  const steps = Array.from({ length: x.length / size }, (_, t) => {
    const [cur] = dense.run([new HostTensor([batch, inputs], x.subarray(t * size, (t + 1) * size))]);
    return cur!;
  });
  const found = steps.flatMap(({ data }) => [...data]);
  dense.free();
  device.close();
  expect(device.counts).toMatchObject({ kernels: 0, resources: 0 });
  return found.map((cur) => (Object.is(cur, -0) ? '-0' : String(cur)));
}

describe('tiles of spikes', () => {
  it.each([
    ['plain weights', () => undefined],
    ['biases of -0', (_: Float32Array, bias: Float32Array) => void bias.fill(-0)],
    [
      'weights of -0 too',
      (weight: Float32Array, bias: Float32Array) => {
        weight.fill(-0);
        bias.fill(-0);
      },
    ],
    ['a weight that is infinite', (weight: Float32Array) => void weight.fill(Number.POSITIVE_INFINITY, 7, 8)],
  ])('give the bits of single steps with %s', (_, change) => {
    const weights = weightsOf(change);
    const x = spikes(40);
    x.fill(0, 0, weights.inputs);
    expect(currents(weights, x, 1, 16)).toEqual(currents(weights, x, 1, 1));
    expect(currents(weights, x, 4, 20)).toEqual(currents(weights, x, 4, 1));
  });

  it.each([
    ['a single input and output', 1, 1, 9],
    ['exactly a group of words', 96, 4, 8],
    ['one input more than that', 97, 5, 12],
    ['the sizes of the tutorial', 784, 1000, 20],
    ['more groups than gpu.js lets a loop of unknown length go round', 96 * 1001, 3, 8],
  ])('give the bits of single steps with %s', (_, inputs, outputs, rows) => {
    const weights = weightsOf(() => undefined, [inputs, outputs]);
    const x = spikes(rows, inputs);
    expect(currents(weights, x, 1, rows)).toEqual(currents(weights, x, 1, 1));
  });

  it.each([0.25, -0, -1, 2, 1 + 2 ** -23, Number.NaN, Number.POSITIVE_INFINITY])(
    'take inputs of which one is %d as they are',
    (strange) => {
      const weights = weightsOf(() => undefined);
      for (const at of [0, 5, 53 * 16 - 1]) {
        const x = spikes(16);
        x[at] = strange;
        expect(currents(weights, x, 1, 16)).toEqual(currents(weights, x, 1, 1));
      }
    },
  );

  it('take turns with lists where few inputs fire', () => {
    const weights = weightsOf(() => undefined);
    const x = spikes(48);
    x.fill(0, 16 * weights.inputs + 3, 32 * weights.inputs);
    expect(currents(weights, x, 1, 16)).toEqual(currents(weights, x, 1, 1));
    expect(currents(weights, x, 4, 2)).toEqual(currents(weights, x, 4, 1));
  });

  it('take weights that were changed in place after a run', () => {
    const weights = weightsOf(() => undefined);
    const x = spikes(16);
    const before = currents(weights, x, 1, 16);
    weights.weight[0]! += 1;
    weights.bias![8]! += 1;
    const after = currents(weights, x, 1, 16);
    expect(after).not.toEqual(before);
    expect(after).toEqual(currents(weights, x, 1, 1));
  });
});
