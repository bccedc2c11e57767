import type { Observable } from 'rxjs';
import { series } from '../coding/series.js';
import type { Live } from '../layers/setting.js';
import { optionsOf } from '../options.js';
import type { Step } from '../step.js';
import type { TensorLike } from '../tensor.js';
import { play } from './play.js';
import { STEADY, type SteadyOptions, steady } from './steady.js';

/** For values that stay the same. */
export type CurrentOptions = SteadyOptions;

/**
 * Emits one step for each frame of `values`, as the signal `cur`: currents injected into the next layer.
 *
 * Shapes: `[steps]` is one neuron, `[steps, neurons]` one sample, `[steps, batch, ...features]` a batch; each step has
 * the shape `[batch, ...features]`. Synchronous and cold: every subscriber gets all steps.
 *
 * With the option `steps`, the values are those of every step, `[neurons]` or `[batch, ...features]`: direct current,
 * `values * gain + offset`. They, `gain` and `offset` may be Observables: a new value holds from the next step on.
 *
 * Throws a `TypeError` for what is not a number (NaN included), a `RangeError` for ragged or empty values and options out of
 * range; where those are Observables, and where values change their shape, the stream ends with the error.
 *
 * @example
 * current([0, 0, 0.2, 0.2]).pipe(leaky({ beta: 0.8 })); // 4 steps of shape [1, 1]
 * current(sensor$, { steps: Infinity, gain: slider$ }).pipe(pace({ hz: 100 }), delta({ threshold: 0.1 }));
 */
export function current(values: Live, options: CurrentOptions): Observable<Step>;
export function current(values: TensorLike): Observable<Step>;
export function current(values: Live, options?: CurrentOptions): Observable<Step> {
  if (!options) return play('cur', series('current', values as TensorLike));
  const given = optionsOf('current', options, STEADY);
  return steady('current', values, given, () => ({ signals: (_, cur) => ({ cur }) }));
}
