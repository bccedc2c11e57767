import { oneOf } from '../check.js';
import { optionsOf } from '../options.js';
import type { Tensor, TensorLike } from '../tensor.js';
import { latenciesOf, type TargetsLatencyOptions } from './targetsLatency.js';
import { ratesOf, TARGETS_RATE, type TargetsRateOptions } from './targetsRate.js';

/** A rate code, or a latency code without values of its own: `targetsLatency` has those. */
export type TargetsConvertOptions =
  | (TargetsRateOptions & { readonly code?: 'rate' })
  | (Omit<TargetsLatencyOptions, OwnValues> & { readonly code: 'latency' });

type OwnValues = 'onTarget' | 'offTarget' | 'interpolate' | 'epsilon';

/**
 * Targets of a batch of class numbers in the code 'rate' (default) or 'latency': `targetsRate` or `targetsLatency` by
 * one name. The latency code always has the values 1 and 0, as in snnTorch 0.9.4, whose `on_target`, `off_target`,
 * `interpolate` and `epsilon` do not reach it: here they are an error.
 *
 * Throws a `TypeError` for another code, and what these throw.
 * Source: snnTorch 0.9.4 `spikegen.targets_convert`
 * (https://snntorch.readthedocs.io/en/latest/snntorch.spikegen.html).
 *
 * @example
 * targetsConvert([2, 0], { numClasses: 3, code: 'latency', steps: 10, normalize: true }).shape; // [10, 2, 3]
 */
export function targetsConvert(targets: TensorLike, options: TargetsConvertOptions): Tensor {
  const given: TargetsConvertOptions = options ?? {};
  oneOf('targetsConvert: code', ['rate', 'latency'], given.code ?? 'rate');
  if (given.code !== 'latency') {
    optionsOf('targetsConvert', given, ['code', ...TARGETS_RATE]);
    return ratesOf('targetsConvert', targets, given);
  }
  const shared = ['numClasses', 'steps', 'firstSpikeTime', 'threshold', 'tau'] as const;
  const names = [...shared, 'code', 'clip', 'normalize', 'linear', 'bypass'] as const;
  optionsOf("targetsConvert, code 'latency'", given, names);
  return latenciesOf('targetsConvert', targets, given);
}
