import type { Observable } from 'rxjs';
import { series } from '../coding/series.js';
import type { Step } from '../step.js';
import type { TensorLike } from '../tensor.js';
import { play } from './play.js';

/**
 * Emits one step for each frame of `values`, as the signal `cur`: currents injected into the next layer.
 *
 * Shapes: `[steps]` is one neuron, `[steps, neurons]` one sample, `[steps, batch, ...features]` a batch; each step has
 * the shape `[batch, ...features]`. Synchronous and cold: every subscriber gets all steps.
 *
 * Throws a `TypeError` for what is not a number (NaN included), a `RangeError` for ragged or empty values.
 *
 * @example
 * current([0, 0, 0.2, 0.2]).pipe(leaky({ beta: 0.8 })); // 4 steps of shape [1, 1]
 */
export function current(values: TensorLike): Observable<Step> {
  return play('cur', series('current', values));
}
