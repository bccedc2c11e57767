import type { Sink } from '../sinks/sink.js';
import type { TensorLike } from '../tensor.js';
import type { TemporalAnswer } from './decodeTemporal.js';
import { firstSpikes } from './firstSpikes.js';
import { type Graded, graded, type ReadoutOptions } from './readout.js';

/**
 * Reads a latency code as `decodeTemporal`, and grades it: emits, for each step, also the `accuracy` so far, the share of
 * samples whose class is their target. `targets` are class numbers, `[batch]`; a single number is a batch of one.
 * The last value is snnTorch's for the whole run.
 *
 * Stream contract and errors as `accuracyRate`.
 * Source: snnTorch 0.9.4 `functional.acc.accuracy_temporal`
 * (https://snntorch.readthedocs.io/en/latest/snntorch.functional.html).
 *
 * @example
 * spikes([[0, 0], [0, 1], [1, 0]]).pipe(accuracyTemporal(1)); // accuracy 0, 0, 1
 */
export function accuracyTemporal(
  targets: TensorLike,
  options: ReadoutOptions = {},
): Sink<TemporalAnswer & Graded> {
  return graded('accuracyTemporal', targets, options, firstSpikes);
}
