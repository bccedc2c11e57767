import type {
  NirAffine,
  NirAvgPool2d,
  NirConv1d,
  NirConv2d,
  NirDelay,
  NirFlatten,
  NirInput,
  NirLinear,
  NirOutput,
  NirScale,
  NirSumPool2d,
  NirThreshold,
} from './connections.js';
import type { NirCubaLI, NirCubaLIF, NirI, NirIF, NirLI, NirLIF } from './neurons.js';
import type { Common } from './values.js';

export type * from './connections.js';
export type * from './neurons.js';
export type { NirArray, NirMetadata, NirValue, Pair } from './values.js';

/** Nodes by name, and the edges between them, each `[from, to]`; also a node of another graph. */
export interface NirGraph extends Common {
  readonly type: 'NIRGraph';
  readonly nodes: Readonly<Record<string, NirNode>>;
  readonly edges: readonly (readonly [from: string, to: string])[];
  /** Version of NIR that wrote the file, where it says so. */
  readonly version?: string;
  /** What was read, but is not as it should be; of the whole file, in its outermost graph. */
  readonly warnings?: readonly string[];
}

/** Every node but a graph. */
export type NirLeaf =
  | NirInput
  | NirOutput
  | NirAffine
  | NirLinear
  | NirScale
  | NirConv1d
  | NirConv2d
  | NirSumPool2d
  | NirAvgPool2d
  | NirFlatten
  | NirDelay
  | NirThreshold
  | NirI
  | NirIF
  | NirLI
  | NirLIF
  | NirCubaLI
  | NirCubaLIF;

/** A node of a NIR graph, by its `type`. */
export type NirNode = NirLeaf | NirGraph;
export type NirType = NirNode['type'];
