import type { Place } from './memory.js';

/** The numbers of one signal over the steps of a block: in this device's memory from `slot` on, or the host's. */
export type BlockInput = Place | { readonly numbers: Float32Array };

/** The numbers of `steps` steps of `size` numbers each, where the device's memory is the host's. */
export function numbersOf(input: BlockInput, size: number, steps: number): Float32Array {
  if (!('memory' in input)) return input.numbers;
  const all = input.memory.read() as Float32Array;
  return all.subarray(input.slot * size, (input.slot + steps) * size);
}
