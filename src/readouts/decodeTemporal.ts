import type { Sink } from '../sinks/sink.js';
import { type FirstSpikes, firstSpikes } from './firstSpikes.js';
import { type Answer, type ReadoutOptions, readout } from './readout.js';

/** The first spike of each class so far, and the class that has the earliest. */
export type TemporalAnswer = Answer & FirstSpikes;

/**
 * Reads a latency code: emits, for each step, the `times` of the first spikes so far, `[batch, classes]`, and the
 * `classes` that spiked first, `[batch]` (the first of several). A class without a spike counts as one that spikes in
 * the last step so far. With `numClasses` the outputs are a population code, and the first spike of each group counts.
 *
 * Stream contract and errors as `decodeRate`.
 * Source: snnTorch 0.9.4 `functional.acc` (https://snntorch.readthedocs.io/en/latest/snntorch.functional.html).
 *
 * @example
 * spikes([[0, 0], [0, 1], [1, 0]]).pipe(decodeTemporal()); // classes 0, 0, 1
 */
export function decodeTemporal(options: ReadoutOptions = {}): Sink<TemporalAnswer> {
  return readout('decodeTemporal', options, firstSpikes);
}
