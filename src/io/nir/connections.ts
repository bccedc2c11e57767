import type { Common, NirArray, Pair } from './values.js';

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
