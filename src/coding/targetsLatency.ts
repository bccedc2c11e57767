import { optionsOf } from '../options.js';
import type { Tensor, TensorLike } from '../tensor.js';
import { classesOf } from './labels.js';
import { LATENCY, type LatencyOptions, latencyFrames } from './latencyFrames.js';
import { stack } from './series.js';
import { oneHot } from './toOneHot.js';

export interface TargetsLatencyOptions extends LatencyOptions {
  /** Number of output neurons, one a class. */
  readonly numClasses: number;
}

/**
 * Latency-coded targets for a batch of class numbers `[batch]`, as a tensor `[steps, batch, numClasses]`: the one-hot
 * targets in the code of `latency`, so that the neuron of the right class spikes first and the others last, or with
 * `clip` not at all.
 *
 * Options and errors as `latency`; throws a `RangeError` for a target that is not a class.
 * Source: snnTorch 0.9.4 `spikegen.targets_latency`
 * (https://snntorch.readthedocs.io/en/latest/snntorch.spikegen.html).
 *
 * @example
 * targetsLatency([2], { numClasses: 3, steps: 2, normalize: true }).data; // 0, 0, 1,  1, 1, 0
 */
export function targetsLatency(targets: TensorLike, options: TargetsLatencyOptions): Tensor {
  const given = optionsOf('targetsLatency', options ?? {}, [...LATENCY, 'numClasses']);
  return latenciesOf('targetsLatency', targets, given);
}

/** `targetsLatency`; `operator` signs the errors. */
export function latenciesOf(operator: string, targets: TensorLike, options: TargetsLatencyOptions): Tensor {
  const { numClasses, ...code } = options;
  const labels = classesOf(operator, targets, numClasses);
  return stack(latencyFrames(operator, oneHot(labels, numClasses), code));
}
