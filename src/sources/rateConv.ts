import { defer, map, type Observable, type OperatorFunction } from 'rxjs';
import { type Step, type StepLike, toStep } from '../step.js';
import type { TensorLike } from '../tensor.js';
import { bernoulli } from './bernoulli.js';
import { emit } from './emit.js';
import { series } from './values.js';

export interface RateConvOptions {
  /** Seed of the random stream, a whole number. Default 0. */
  readonly seed?: number;
}

/**
 * Rate coding of values that vary in time: each element of each step fires with its value as the probability, clipped
 * to [0, 1] (signal `spk`). Element (step, batch, neuron) of a seed is the same on every platform.
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
 * camera$.pipe(map(brightness), rateConv({ seed: 4 }));
 */
export function rateConv(values: TensorLike, options?: RateConvOptions): Observable<Step>;
export function rateConv(options?: RateConvOptions): OperatorFunction<StepLike, Step>;
export function rateConv(
  first?: TensorLike | RateConvOptions,
  second?: RateConvOptions,
): Observable<Step> | OperatorFunction<StepLike, Step> {
  if (isOptions(first)) return convert(first);
  const { steps, frame } = series('rateConv', first);
  const draw = bernoulli('rateConv', second?.seed ?? 0);
  return emit(steps, () => (t) => ({ spk: draw(t, frame(t)) }));
}

function convert({ seed = 0 }: RateConvOptions = {}): OperatorFunction<StepLike, Step> {
  const draw = bernoulli('rateConv', seed);
  return (source) =>
    defer(() => {
      let t = 0;
      return source.pipe(
        map((value) => {
          const step = toStep(value, t, 'rateConv');
          const spk = draw(t, step.output);
          t += 1;
          return step.with({ spk });
        }),
      );
    });
}

function isOptions(value: TensorLike | RateConvOptions | undefined): value is RateConvOptions | undefined {
  if (value === undefined) return true;
  if (typeof value !== 'object' || Array.isArray(value) || ArrayBuffer.isView(value)) return false;
  return !('data' in value) && !('length' in value);
}
