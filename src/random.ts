import { whole } from './check.js';
import { optionsOf } from './options.js';
import { type Shape, sizeOf } from './shape.js';
import { HostTensor, type Tensor } from './tensor.js';

/** Fills `target` with the uniform numbers in [0, 1) that belong to `step`; element i is the same for every length. */
export type Uniform = (step: number, target: Float32Array) => Float32Array;

/** What numbers are drawn for: one seed gives each purpose numbers of its own. */
type Purpose = (typeof PURPOSES)[number];
const PURPOSES = ['values', 'spikes', 'weights'] as const;

/**
 * A counter-based random stream: the number of (seed, purpose, step, element) depends on nothing else, so any element can be
 * made alone, in any order, on any platform. Threefry-2x32 with 20 rounds (Salmon et al., "Parallel random
 * numbers: as easy as 1, 2, 3", SC 2011, doi:10.1145/2063384.2063405); the upper 24 bits make the number.
 */
export function uniform(seed: number, purpose: Purpose): Uniform {
  const word = new Uint32Array(2);
  const low = seed >>> 0;
  // a seed has 53 bits, so the purpose has the upper byte of the key to itself
  const high = (Math.floor(seed / 2 ** 32) | (PURPOSES.indexOf(purpose) << 24)) >>> 0;
  return (step, target) => {
    for (let i = 0; i < target.length; i += 2) {
      threefry(low, high, i >>> 1, step, word);
      target[i] = (word[0]! >>> 8) / 2 ** 24;
      if (i + 1 < target.length) target[i + 1] = (word[1]! >>> 8) / 2 ** 24;
    }
    return target;
  };
}

/** Checks a seed: a whole number from 0 to 2^53 - 1. */
export function seedOf(operator: string, seed: number): number {
  return whole(`${operator}: seed`, seed);
}

/**
 * A host tensor of uniform random numbers in [0, 1), as `torch.rand`: the usual stand-in for data.
 *
 * Throws where a size or the seed (default 0) is not a whole number.
 *
 * @example
 * rand([200, 784], { seed: 3 }).shape; // [200, 784]
 */
export function rand(shape: Shape, options: { readonly seed?: number } = {}): Tensor {
  const { seed = 0 } = optionsOf('rand', options, ['seed']);
  for (const size of shape) whole('rand: every size', size, { min: 1 });
  return new HostTensor(shape, uniform(seedOf('rand', seed), 'values')(0, new Float32Array(sizeOf(shape))));
}

const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24] as const;
const PARITY = 0x1bd11bda;

/** Writes the two words of counter (c0, c1) under key (k0, k1) into `out`. */
export function threefry(k0: number, k1: number, c0: number, c1: number, out: Uint32Array): void {
  const keys = [k0, k1, k0 ^ k1 ^ PARITY];
  let x = (c0 + k0) | 0;
  let y = (c1 + k1) | 0;
  for (let group = 0; group < 5; group++) {
    for (let round = 0; round < 4; round++) {
      const turn = ROTATIONS[(group % 2) * 4 + round]!;
      x = (x + y) | 0;
      y = ((y << turn) | (y >>> (32 - turn))) ^ x;
    }
    x = (x + keys[(group + 1) % 3]!) | 0;
    y = (y + keys[(group + 2) % 3]! + group + 1) | 0;
  }
  out[0] = x;
  out[1] = y;
}
