import type { Sink } from '../sinks/sink.js';
import { type Counts, counting } from './counting.js';
import { type Answer, type ReadoutOptions, readout } from './readout.js';

/** The spikes of each class so far, and the class that has most. */
export type RateAnswer = Answer & Counts;

/**
 * Reads a rate code: emits, for each step, the `counts` of spikes so far, `[batch, classes]`, and the `classes` with
 * the most of them, `[batch]` (the first of several). With `numClasses` the outputs are a population code, and the
 * spikes of each group are counted together.
 *
 * Answers come a block of steps at a time, where layers compute such; `block(1)` before them gives each at once. State is
 * born with the first step, and constant. Throws a `TypeError` or `RangeError` for options out of range; a layer that
 * is not there or has no spikes, outputs that are no multiple of `numClasses`, and a stream without a step go down
 * the error channel.
 * Source: snnTorch 0.9.4 `functional.acc` (https://snntorch.readthedocs.io/en/latest/snntorch.functional.html).
 *
 * @example
 * spikes([[1, 0], [0, 1], [0, 1]]).pipe(decodeRate()); // classes 0, 0, 1
 */
export function decodeRate(options: ReadoutOptions = {}): Sink<RateAnswer> {
  return readout('decodeRate', options, counting);
}
