import type { NumberArray } from '../numbers.js';

/** A parameter of a node, in float32 and row-major; a neuron's has the shape of its layer, or `[]` for one number. */
export interface NirArray {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** What a file says beside the model: numbers, text, booleans, arrays, in groups of any depth. */
export interface NirMetadata {
  readonly [name: string]: NirValue;
}

export type NirValue =
  | number
  | string
  | boolean
  | readonly string[]
  | readonly boolean[]
  | { readonly shape: readonly number[]; readonly data: NumberArray }
  | NirMetadata;

/** A size for each axis: rows and columns. */
export type Pair = readonly [number, number];

/** What every node may have beside its parameters. */
export interface Common {
  readonly metadata?: NirMetadata;
  /** What the file has that the node's type does not, by its name there. */
  readonly extra?: NirMetadata;
}
