import type { Place } from './memory.js';

/** The numbers of one signal over the steps of a block: in this device's memory from `slot` on, or the host's. */
export type BlockInput = Place | { readonly numbers: Float32Array };

/** The numbers of `steps` steps of `size` numbers each, where the device is synchronous. */
export function numbersOf(input: BlockInput, size: number, steps: number): Float32Array {
  if (!('memory' in input)) return input.numbers;
  const { memory, slot } = input;
  if (steps === 1) return memory.read(slot, size) as Float32Array;
  const all = new Float32Array(steps * size);
  for (let t = 0; t < steps; t++) all.set(memory.read(slot + t, size) as Float32Array, t * size);
  return all;
}
