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

interface Common {
  readonly metadata?: NirMetadata;
  /** What the file has that the node's type does not, by its name there. */
  readonly extra?: NirMetadata;
}

/** A size for each axis: rows and columns. */
export type Pair = readonly [number, number];

/** Where a graph is entered; `shape` is that of one sample. */
export interface NirInput extends Common {
  readonly type: 'Input';
  readonly shape: readonly number[];
}

/** Where a graph is left. */
export interface NirOutput extends Common {
  readonly type: 'Output';
  readonly shape: readonly number[];
}

/** y = W x + b; `weight` is [outputs, inputs]. */
export interface NirAffine extends Common {
  readonly type: 'Affine';
  readonly weight: NirArray;
  readonly bias: NirArray;
}

/** y = W x */
export interface NirLinear extends Common {
  readonly type: 'Linear';
  readonly weight: NirArray;
}

/** y = s x, element by element. */
export interface NirScale extends Common {
  readonly type: 'Scale';
  readonly scale: NirArray;
}

/** PyTorch's cross-correlation; `weight` is [outputs, inputs / groups, kernel]. */
export interface NirConv1d extends Common {
  readonly type: 'Conv1d';
  readonly inputShape?: number;
  readonly weight: NirArray;
  readonly stride: number;
  readonly padding: number | 'same' | 'valid';
  readonly dilation: number;
  readonly groups: number;
  readonly bias: NirArray;
}

/** PyTorch's cross-correlation; `weight` is [outputs, inputs / groups, rows, columns]. */
export interface NirConv2d extends Common {
  readonly type: 'Conv2d';
  readonly inputShape?: Pair;
  readonly weight: NirArray;
  readonly stride: Pair;
  readonly padding: Pair | 'same' | 'valid';
  readonly dilation: Pair;
  readonly groups: number;
  readonly bias: NirArray;
}

interface Windows extends Common {
  readonly kernelSize: Pair;
  readonly stride: Pair;
  readonly padding: Pair;
}

/** The sum over each window of each channel. */
export interface NirSumPool2d extends Windows {
  readonly type: 'SumPool2d';
}

/** The mean over each window of each channel; padding counts. */
export interface NirAvgPool2d extends Windows {
  readonly type: 'AvgPool2d';
}

/** The dimensions from `startDim` to `endDim` in one; they do not count the batch. */
export interface NirFlatten extends Common {
  readonly type: 'Flatten';
  readonly startDim: number;
  readonly endDim: number;
  readonly inputType?: readonly number[];
}

/** y(t) = x(t - delay), in seconds. */
export interface NirDelay extends Common {
  readonly type: 'Delay';
  readonly delay: NirArray;
}

/** z = 1 where x > threshold, else 0. */
export interface NirThreshold extends Common {
  readonly type: 'Threshold';
  readonly threshold: NirArray;
}

/** dv/dt = R I */
export interface NirI extends Common {
  readonly type: 'I';
  readonly r: NirArray;
}

/** dv/dt = R I; z = [v > v_threshold]; v = v_reset where z. */
export interface NirIF extends Common {
  readonly type: 'IF';
  readonly r: NirArray;
  readonly vThreshold: NirArray;
  readonly vReset: NirArray;
}

/** tau dv/dt = (v_leak - v) + R I */
export interface NirLI extends Common {
  readonly type: 'LI';
  readonly tau: NirArray;
  readonly r: NirArray;
  readonly vLeak: NirArray;
}

/** `LI` with the threshold and reset of `IF`. */
export interface NirLIF extends Common {
  readonly type: 'LIF';
  readonly tau: NirArray;
  readonly r: NirArray;
  readonly vLeak: NirArray;
  readonly vThreshold: NirArray;
  readonly vReset: NirArray;
}

/** tau_syn dI/dt = -I + w_in x; tau_mem dv/dt = (v_leak - v) + R I */
export interface NirCubaLI extends Common {
  readonly type: 'CubaLI';
  readonly tauSyn: NirArray;
  readonly tauMem: NirArray;
  readonly r: NirArray;
  readonly vLeak: NirArray;
  readonly wIn: NirArray;
}

/** `CubaLI` with the threshold and reset of `IF`. */
export interface NirCubaLIF extends Common {
  readonly type: 'CubaLIF';
  readonly tauSyn: NirArray;
  readonly tauMem: NirArray;
  readonly r: NirArray;
  readonly vLeak: NirArray;
  readonly wIn: NirArray;
  readonly vThreshold: NirArray;
  readonly vReset: NirArray;
}

/** Nodes by name, and the edges between them, each `[from, to]`; also a node of another graph. */
export interface NirGraph {
  readonly type: 'NIRGraph';
  readonly nodes: Readonly<Record<string, NirNode>>;
  readonly edges: readonly (readonly [from: string, to: string])[];
  readonly metadata?: NirMetadata;
  /** What the file has that a graph does not, by its name there. */
  readonly extra?: NirMetadata;
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
