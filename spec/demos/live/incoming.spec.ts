import { describe, expect, it } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import {
  Conv,
  conv1d,
  conv2d,
  current,
  input,
  type NetworkOperator,
  network,
  summary,
  tensor,
  toNir,
} from 'rxsnn';
import { weightsOf } from '../../../demos/live/networks/nirWeights.js';
import { pictureOf } from '../../../demos/live/view/grid.js';
import { fieldOf } from '../../../demos/live/view/incoming.js';

/** What a neuron is said to look at gives what the library computes for it. */
async function expectField(net: NetworkOperator, shape: readonly number[]): Promise<void> {
  const size = shape.reduce((a, b) => a * b, 1);
  const values = Float32Array.from({ length: size }, (_, i) => ((i * 37) % 19) / 19 - 0.4);
  const { cur } = await firstValueFrom(current(tensor(values, [1, 1, ...shape])).pipe(net));
  const { output } = summary(net).layers[0]!;
  const incoming = weightsOf(toNir(net).nodes.conv, shape)!;
  const layer = {
    name: 'conv',
    title: 'conv',
    neurons: cur!.data.length,
    shape: output.slice(1),
    signal: 'cur' as const,
  };
  for (let neuron = 0; neuron < layer.neurons; neuron++) {
    const { weights, sources } = fieldOf({ ...layer, incoming }, neuron)!;
    const sum = weights.reduce((total, weight, i) => total + weight * (values[sources[i]!] ?? 0), 0);
    expect(sum).toBeCloseTo(cur!.data[neuron]!, 4);
  }
}

const netOf = (shape: readonly number[], conv: Parameters<typeof network>[0]['nodes'][string]) =>
  network({ nodes: { input: input(shape), conv }, edges: [['input', 'conv', 'output']] });

describe('fieldOf', () => {
  it.each([
    ['as it is', {}, 1],
    ['with strides and padding', { stride: [2, 1], padding: [1, 2] }, 1],
    ["with padding 'same'", { padding: 'same', dilation: [1, 2] }, 1],
    ['in groups', { padding: 1 }, 2],
  ] as const)('is what a two-dimensional convolution looks at, %s', async (_, options, groups) => {
    const weights = Conv.init(4, 6, [3, 2], { seed: 3, groups, bias: false });
    await expectField(netOf([4, 7, 6], conv2d(weights, { ...options, groups })), [4, 7, 6]);
  });

  it('is what a one-dimensional convolution looks at', async () => {
    const weights = Conv.init(3, 5, [4], { seed: 4, bias: false });
    await expectField(netOf([3, 12], conv1d(weights, { stride: 2, padding: 1 })), [3, 12]);
  });

  it('is a row of a dense connection, and nothing where there are no weights', () => {
    const layer = { name: 'fc', title: 'fc', neurons: 2, shape: [2], signal: 'spk' as const };
    expect(fieldOf(layer, 0)).toBeUndefined();
    const incoming = { weight: Float32Array.of(1, 2, 3, 4, 5, 6), input: [3] };
    expect([...fieldOf({ ...layer, incoming }, 1)!.weights]).toEqual([4, 5, 6]);
  });
});

describe('pictureOf', () => {
  it('puts channels side by side, with a line between them', () => {
    const { width, height, values } = pictureOf(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), [2, 2, 2]);
    const gap = Number.NaN;
    expect([width, height]).toEqual([2, 5]);
    expect([...values]).toEqual([1, 2, 3, 4, gap, gap, 5, 6, 7, 8]);
  });

  it('puts a vector into rows', () => {
    const { width, height, values } = pictureOf(Float32Array.of(1, 2, 3, 4, 5), [5]);
    expect([width, height, ...values]).toEqual([3, 2, 1, 2, 3, 4, 5, Number.NaN]);
  });
});
