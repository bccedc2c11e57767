import type { Shape } from '../../shape.js';
import type { DenseWeights, Operation } from '../device.js';
import type { Convolution, Pooling } from '../windows.js';
import type { GpuDevice } from './device.js';
import type { Sizes } from './operation.js';

/** How the modes of one kind compute: what their kernels are like, and what gpu.js wants of them. */
export interface Kind {
  /**
   * Whether results are textures or buffers of a graphics context. A launch there does for all steps of a block, on
   * the host's processor for one step.
   */
  readonly graphics: boolean;
  /** Whether arithmetic is in float64, so that kernels have to round after each operation. */
  readonly float64: boolean;
  dense(device: GpuDevice, weights: DenseWeights, sizes: Sizes): Operation;
  conv(device: GpuDevice, convolution: Convolution, sizes: Sizes): Operation;
  delay(device: GpuDevice, steps: number | Int32Array, shape: Shape, block: number): Operation;
  poolSource(pooling: Pooling): string;
  /** See `Device`. Default: as many as the stream would have. */
  blockOf?(block: number): number;
  /** Where results have to be waited for: begins, and resolves when the mode can compute. */
  begin?(): Promise<void>;
  /** Text that goes before each kernel. Default none. */
  readonly preamble?: string;
}
