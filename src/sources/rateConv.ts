import type { Observable, OperatorFunction } from 'rxjs';
import { optionsOf } from '../options.js';
import type { Step, StepLike } from '../step.js';
import type { TensorLike } from '../tensor.js';
import { AFFINE, type AffineOptions, affine } from './affine.js';
import { bernoulli } from './bernoulli.js';
import { encoder } from './encoder.js';

export interface RateConvOptions extends AffineOptions {
  /** Seed of the random stream, a whole number. Default 0. */
  readonly seed?: number;
}

/**
 * Rate coding of values that vary in time: each element of each step fires with the probability
 * `value * gain + offset`, clipped to [0, 1] (signal `spk`). A new value of `gain` or `offset` holds from the next step
 * on. Element (step, batch, neuron) of a seed is the same on every platform.
 *
 * As a source, `rateConv(values)` takes `[steps, neurons]` or `[steps, batch, ...features]`. As an operator,
 * `frames$.pipe(rateConv({ seed }))` takes one frame at a time, so that input need never be materialised.
 * Both are cold, and equal for equal frames and seeds.
 *
 * Throws as `current`. Source: snnTorch `spikegen.rate_conv`
 * (https://snntorch.readthedocs.io/en/latest/snntorch.spikegen.html).
 *
 * @example
 * rateConv(rand([200, 784], { seed: 3 }), { seed: 4 }); // 200 steps of shape [1, 784]
 * camera$.pipe(map(brightness), rateConv({ seed: 4, gain: slider$ }));
 */
export function rateConv(values: TensorLike, options?: RateConvOptions): Observable<Step>;
export function rateConv(options?: RateConvOptions): OperatorFunction<StepLike, Step>;
export function rateConv(
  first?: TensorLike | RateConvOptions,
  second?: RateConvOptions,
): Observable<Step> | OperatorFunction<StepLike, Step> {
  return encoder('rateConv', first, second, (options) => {
    const { seed = 0, ...rest } = optionsOf('rateConv', options, [...AFFINE, 'seed']);
    const start = affine('rateConv', rest);
    const draw = bernoulli('rateConv', seed);
    return () => {
      const probabilities = start();
      return { spikes: (t, frame) => draw(t, probabilities.of(frame)), stop: probabilities.stop };
    };
  });
}
