import type { Shape } from '../../shape.js';
import type { BlockInput } from '../blockInput.js';
import type { Memory, Place } from '../memory.js';
import type { KernelSource } from './source.js';

/** A kernel's source, and its threads in x, y and z. */
export interface KernelPlan extends KernelSource {
  readonly threads: readonly [number, number, number];
}

/** A compiled kernel. It takes signals whose steps have the given shape, and returns the memory of its result. */
export interface Kernel {
  launch(args: readonly BlockInput[], shape: Shape, tidy?: Tidy): Memory;
  destroy(): void;
}

/** Numbers that were brought to the device. */
export interface Uploaded extends Place {
  free(): void;
}

/** Brings numbers that came out in the order of the threads into that of the tensor. */
export type Tidy = (numbers: Float32Array) => Float32Array;
