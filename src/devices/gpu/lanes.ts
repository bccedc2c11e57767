import { type Convolution, laneGroup } from '../windows.js';

/** Weights, [taps, groups, lanes], and biases, [groups, lanes], of a convolution whose groups are padded to whole vectors. */
export type Lanes = Readonly<Record<'weight' | 'bias', Float32Array>>;

/** The weights and biases in lanes; those that fill a group up are zeros. */
export function inLanes(convolution: Convolution): Lanes {
  const { outputs, groups, weight, bias } = convolution;
  const [own, width] = [outputs / groups, laneGroup(convolution)];
  const taps = weight.length / outputs;
  const padded = { weight: new Float32Array(taps * groups * width), bias: new Float32Array(groups * width) };
  for (let o = 0; o < outputs; o++) {
    const lane = Math.floor(o / own) * width + (o % own);
    padded.bias[lane] = bias?.[o] ?? 0;
    for (let tap = 0; tap < taps; tap++) padded.weight[tap * groups * width + lane] = weight[o * taps + tap]!;
  }
  return padded;
}
