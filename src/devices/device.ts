import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { NeuronModel } from './model.js';
import type { Convolution, Pooling } from './windows.js';

/** Weights of a dense connection: `weight` is row-major [outputs, inputs]; no `bias` means zeros. */
export interface DenseWeights {
  readonly inputs: number;
  readonly outputs: number;
  readonly weight: Float32Array;
  readonly bias: Float32Array | undefined;
}

/**
 * One operation, compiled for one device and one size. `run` takes the tensors of one step, of any device, and returns
 * tensors of its own, which may be computed later, when somebody asks for them or a block is full. Their device memory is
 * freed when the next block is computed, and on `free`. `state` are results of the run before, or the host's numbers;
 * being state does not count as being taken up by a layer.
 */
export interface Operation {
  run(inputs: readonly Tensor[], state?: readonly Tensor[]): readonly Tensor[];
  free(): void;
}

/** What a device did and holds: `launches` and `readbacks` only grow, `kernels` and `resources` fall to 0. */
export interface Counts {
  /** Kernels that are compiled. */
  kernels: number;
  /** Textures, buffers, or bytes that it holds for them. */
  resources: number;
  launches: number;
  readbacks: number;
}

/** Somewhere layers run: opened for one stream, closed with it. Equations are the model's, not the device's. */
export interface Device {
  readonly name: string;
  /** True where results have to be waited for: tensors then have `read()`, but no `data`. */
  readonly async: boolean;
  readonly counts: Readonly<Counts>;
  /** Whether `close` was called: its tensors can still be read, but no layer can start on it. */
  readonly closed: boolean;
  /** How many steps, at most `block`, it computes at once best. Without it, `block`. */
  blockOf?(block: number): number;
  /** cur = weight . x + bias, summed in float32 in the order of the inputs. `block` steps may be computed at once. */
  dense(weights: DenseWeights, batch: number, block?: number): Operation;
  /** The same for the inputs in each window: bias first, then channel, row and column of the inputs, ascending. */
  conv(convolution: Convolution, batch: number, block?: number): Operation;
  /** One number for each window, of its rows and columns ascending. */
  pool(pooling: Pooling, batch: number, block?: number): Operation;
  /** What came in as many steps before as `steps` says, one number for all or one a neuron; zeros until then. */
  delay(steps: number | Int32Array, shape: Shape, block?: number): Operation;
  /** One step of a neuron model: inputs and state in, the model's outputs out, each of `shape` [batch, ...features]. */
  neuron(model: NeuronModel, shape: Shape, block?: number): Operation;
  /**
   * One step of neurons whose input `rec` is what their own output `spk` of the step before gives by `weights`; the
   * state is that `spk`, then the model's. For devices that do better than one operation after the other.
   */
  recurrent?(model: NeuronModel, weights: DenseWeights, shape: Shape, block?: number): Operation;
  /** 1 at the first largest value of each sample, 0 elsewhere. */
  winner(shape: Shape, block?: number): Operation;
  /** Frees the device when its operations are freed and what is under way has ended. */
  close(): void;
}
