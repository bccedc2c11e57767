import type { Sink } from '../sinks/sink.js';
import type { TensorLike } from '../tensor.js';
import { counting } from './counting.js';
import type { RateAnswer } from './decodeRate.js';
import { type Graded, graded, type ReadoutOptions } from './readout.js';

/**
 * Reads a rate code as `decodeRate`, and grades it: emits, for each step, also the `accuracy` so far, the share of samples
 * whose class is their target. `targets` are class numbers, `[batch]`; a single number is a batch of one. The last
 * value is snnTorch's for the whole run.
 *
 * Stream contract and errors as `decodeRate`; targets of another number than the batch's samples go down the error
 * channel too.
 * Source: snnTorch 0.9.4 `functional.acc.accuracy_rate`
 * (https://snntorch.readthedocs.io/en/latest/snntorch.functional.html).
 *
 * @example
 * spikes([[1, 0], [0, 1], [0, 1]]).pipe(accuracyRate(1)); // accuracy 0, 0, 1
 */
export function accuracyRate(targets: TensorLike, options: ReadoutOptions = {}): Sink<RateAnswer & Graded> {
  return graded('accuracyRate', targets, options, counting);
}
