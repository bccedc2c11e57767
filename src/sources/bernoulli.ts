import { seedOf, uniform } from '../random.js';
import { sizeOf } from '../shape.js';
import { HostTensor, type Tensor } from '../tensor.js';

/** Spikes of step t, drawn from the probabilities of that step. */
export type Bernoulli = (t: number, probability: Tensor) => Tensor;

/**
 * Draws a spike for each element with its probability, clipped to [0, 1]. Element i of step t depends on the seed,
 * t and i alone.
 */
export function bernoulli(operator: string, seed: number): Bernoulli {
  const draw = uniform(seedOf(operator, seed), 'spikes');
  return (t, { shape, data, device }) => {
    const spk = draw(t, new Float32Array(sizeOf(shape)));
    for (let i = 0; i < spk.length; i++) spk[i] = spk[i]! < data[i]! ? 1 : 0;
    return new HostTensor(shape, spk, device);
  };
}
