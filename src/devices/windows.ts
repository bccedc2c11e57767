import type { Shape } from '../shape.js';

/** How windows lie along one axis: tap k of window i is input i * stride - before + k * dilation, if there is one. */
export interface Axis {
  /** Inputs, without the padding. */
  readonly inputs: number;
  /** Windows, and therefore outputs. */
  readonly outputs: number;
  /** Taps of a window. */
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  /** Padding before the first input. */
  readonly before: number;
}

/** Windows over the planes [rows, columns] of each channel; a layer of one dimension has a single row. */
export interface Windows {
  /** Planes of the input. */
  readonly channels: number;
  readonly rows: Axis;
  readonly columns: Axis;
  /** Shape of one sample's result. */
  readonly features: Shape;
}

/**
 * A convolution as PyTorch has it, which is a cross-correlation. `weight` is row-major
 * [outputs, channels / groups, rows.kernel, columns.kernel]; no `bias` means zeros.
 */
export interface Convolution extends Windows {
  /** Planes of the result. */
  readonly outputs: number;
  readonly groups: number;
  readonly weight: Float32Array;
  readonly bias: Float32Array | undefined;
}

/** One number for each window of each plane: its sum over `divisor`, where padding counts as 0, or its largest input. */
export interface Pooling extends Windows {
  readonly kind: 'sum' | 'max';
  readonly divisor: number;
}

/** Inputs of one sample. */
export function inputsOf({ channels, rows, columns }: Windows): number {
  return channels * rows.inputs * columns.inputs;
}

/** Windows of one plane. */
export function cellsOf({ rows, columns }: Windows): number {
  return rows.outputs * columns.outputs;
}

/** For each input along an axis the windows that it is in, in ascending order, and as which of their taps. */
export function windowsWith({ inputs, outputs, kernel, stride, dilation, before }: Axis) {
  return Array.from({ length: inputs }, (_, input) => {
    const found: { readonly window: number; readonly tap: number }[] = [];
    for (let window = 0; window < outputs; window++) {
      const tap = (input + before - window * stride) / dilation;
      if (Number.isInteger(tap) && tap >= 0 && tap < kernel) found.push({ window, tap });
    }
    return found;
  });
}

/** Outputs of a group, rounded up to whole vectors of four. */
export function laneGroup({ outputs, groups }: Convolution): number {
  return Math.ceil(outputs / groups / 4) * 4;
}
