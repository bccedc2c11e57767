import type { DenseWeights } from '../device.js';

/** Weights as [inputs, stride] and biases, padded with zeros: neighbouring threads read neighbouring numbers. */
export function columns({ inputs, outputs, weight, bias }: DenseWeights, stride: number) {
  const transposed = new Float32Array(inputs * stride);
  for (let o = 0; o < outputs; o++) {
    for (let i = 0; i < inputs; i++) transposed[i * stride + o] = weight[o * inputs + i]!;
  }
  const padded = new Float32Array(stride);
  if (bias) padded.set(bias);
  return { weight: transposed, bias: padded };
}
