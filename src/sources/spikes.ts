import type { Observable } from 'rxjs';
import { series } from '../coding/series.js';
import type { Step } from '../step.js';
import type { TensorLike } from '../tensor.js';
import { play } from './play.js';

/**
 * Emits one step for each frame of `values`, as the signal `spk`: spikes that were recorded or made elsewhere.
 * A 1 is a spike, a 0 none; other values are graded spikes.
 *
 * Shapes, stream contract and errors as `current`.
 *
 * @example
 * spikes([[1, 0, 1], [0, 0, 1]]).pipe(linear(Linear.init(3, 2))); // 2 steps of shape [1, 3]
 */
export function spikes(values: TensorLike): Observable<Step> {
  return play('spk', series('spikes', values));
}
