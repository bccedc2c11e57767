import type { Convolution, Incoming, Layer } from '../model/network.js';

/** The weights through which a neuron's input comes. */
export interface Field {
  readonly weights: Float32Array;
  readonly shape: readonly number[];
  /** Number of the neuron that each comes from, -1 where it looks beyond the edge. */
  readonly sources: Int32Array;
}

/** What a neuron of a layer looks at; nothing where its layer has no weights. */
export function fieldOf({ shape, incoming }: Layer, neuron: number): Field | undefined {
  if (!incoming) return undefined;
  if (incoming.convolution) return receptive(incoming, incoming.convolution, shape, neuron);
  const inputs = incoming.input.reduce((a, b) => a * b, 1);
  return {
    weights: incoming.weight.subarray(neuron * inputs, (neuron + 1) * inputs),
    shape: incoming.input,
    sources: Int32Array.from({ length: inputs }, (_, i) => i),
  };
}

/** The kernel of a neuron's channel, where it lies on the input. */
function receptive(
  { weight, input }: Incoming,
  { kernel, stride, padding, dilation, groups }: Convolution,
  shape: readonly number[],
  neuron: number,
): Field {
  const [channels, height, width] = input as [number, number, number];
  const [outputs, columns] = [shape[0]!, shape.at(-1)!];
  const size = shape.slice(1).reduce((a, b) => a * b, 1);
  const [channel, at] = [Math.floor(neuron / size), neuron % size];
  const [y, x] = [Math.floor(at / columns), at % columns];
  const seen = channels / groups;
  const first = Math.floor(channel / (outputs / groups)) * seen;
  const area = kernel[0] * kernel[1];
  const sources = Int32Array.from({ length: seen * area }, (_, i) => {
    const [c, k] = [Math.floor(i / area), i % area];
    const row = y * stride[0] - padding[0] + Math.floor(k / kernel[1]) * dilation[0];
    const column = x * stride[1] - padding[1] + (k % kernel[1]) * dilation[1];
    const inside = row >= 0 && row < height && column >= 0 && column < width;
    return inside ? ((first + c) * height + row) * width + column : -1;
  });
  const weights = weight.subarray(channel * seen * area, (channel + 1) * seen * area);
  return { weights, shape: [seen, ...kernel], sources };
}
