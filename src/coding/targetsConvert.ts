import { oneOf } from '../check.js';
import type { Tensor, TensorLike } from '../tensor.js';
import { latenciesOf, type TargetsLatencyOptions } from './targetsLatency.js';
import { ratesOf, type TargetsRateOptions } from './targetsRate.js';

/** A rate code, or a latency code without values of its own: `targetsLatency` has those. */
export type TargetsConvertOptions =
  | (TargetsRateOptions & { readonly code?: 'rate' })
  | (Omit<TargetsLatencyOptions, OwnValues> & { readonly code: 'latency' });

type OwnValues = 'onTarget' | 'offTarget' | 'interpolate' | 'epsilon';

/**
 * Targets of a batch of class numbers in the code 'rate' (default) or 'latency': `targetsRate` or `targetsLatency` by
 * one name. The latency code always has the values 1 and 0: as in snnTorch 0.9.4, `onTarget`, `offTarget`,
 * `interpolate` and `epsilon` do not reach it.
 *
 * Throws a `TypeError` for another code, and what these throw.
 * Source: snnTorch 0.9.4 `spikegen.targets_convert`
 * (https://snntorch.readthedocs.io/en/latest/snntorch.spikegen.html).
 *
 * @example
 * targetsConvert([2, 0], { numClasses: 3, code: 'latency', steps: 10, normalize: true }).shape; // [10, 2, 3]
 */
export function targetsConvert(targets: TensorLike, options: TargetsConvertOptions): Tensor {
  const code = oneOf('targetsConvert: code', ['rate', 'latency'], options?.code ?? 'rate');
  if (code === 'rate') return ratesOf('targetsConvert', targets, options as TargetsRateOptions);
  const { numClasses, steps, threshold, tau, firstSpikeTime, clip, normalize, linear, bypass } =
    options as TargetsLatencyOptions;
  const own = { numClasses, steps, threshold, tau, firstSpikeTime, clip, normalize, linear, bypass };
  return latenciesOf('targetsConvert', targets, own as TargetsLatencyOptions);
}
