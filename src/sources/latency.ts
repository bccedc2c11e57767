import type { Observable } from 'rxjs';
import { type LatencyOptions, latencyFrames } from '../coding/latencyFrames.js';
import type { Step } from '../step.js';
import type { TensorLike } from '../tensor.js';
import { play } from './play.js';

/**
 * Latency coding: each value spikes once, the larger the earlier. Emits `steps` steps (signal `spk`), each of shape
 * `[batch, ...features]` for data `[neurons]` or `[batch, ...features]`.
 *
 * `latencyCode` has the equations of the spike times; a spike is in the step that its time rounds to, halves to even.
 * Values below the threshold spike last, or with `clip` not at all. `onTarget` and `offTarget` replace the 1 and the
 * 0: the value of a step is the larger of `offTarget` and `onTarget` (at the spike) or 0 (elsewhere). `interpolate`
 * makes ramps up to the spikes, as `latencyInterpolate`.
 *
 * Synchronous and cold; a step is made when the one before has passed, and only the spike times are held in memory.
 *
 * Throws a `TypeError` or `RangeError` for options out of range, data that are not numbers from 0 to 1, and, without
 * `bypass`, where `steps` is missing or a spike would come after the last step.
 * Source: snnTorch 0.9.4 `spikegen.latency` (https://snntorch.readthedocs.io/en/latest/snntorch.spikegen.html).
 *
 * @example
 * latency([0.02, 0.5, 1], { steps: 5, normalize: true, linear: true }); // spikes in steps 4, 2 and 0
 */
export function latency(data: TensorLike, options: LatencyOptions): Observable<Step> {
  return play('spk', latencyFrames('latency', data, options ?? {}));
}
