import { number, whole } from '../check.js';
import { optionsOf } from '../options.js';
import { fromLike, HostTensor, type Tensor, type TensorLike } from '../tensor.js';
import { arange } from './float32.js';

export interface RateInterpolateOptions {
  /** Number of time steps. */
  readonly steps: number;
  /** Value at the spikes, above `offTarget`. Default 1. */
  readonly onTarget?: number;
  /** Value after a spike, from which it rises to the next, and after the last. Default 0. */
  readonly offTarget?: number;
}

/**
 * Targets of one neuron that rise linearly up to each of its spikes, as for a membrane: the steps of its spikes become
 * values of shape [steps]. Without a spike all of them are `offTarget`.
 *
 * Throws a `TypeError` or `RangeError` for options out of range, and times that are not steps.
 * Source: snnTorch 0.9.4 `spikegen.rate_interpolate`
 * (https://snntorch.readthedocs.io/en/latest/snntorch.spikegen.html).
 *
 * @example
 * rateInterpolate([0, 4], { steps: 5 }).data; // 1, 0, 0.333, 0.667, 1
 */
export function rateInterpolate(times: TensorLike, options: RateInterpolateOptions): Tensor {
  const names = ['steps', 'onTarget', 'offTarget'] as const;
  const { steps, onTarget = 1, offTarget = 0 } = optionsOf('rateInterpolate', options ?? {}, names);
  whole('rateInterpolate: steps', steps, { min: 1 });
  number('rateInterpolate: onTarget', onTarget);
  number('rateInterpolate: offTarget', offTarget);
  const { data } = fromLike(times, 'rateInterpolate');
  for (const time of data) whole('rateInterpolate: every time', time, { max: steps - 1 });
  return new HostTensor([steps], ramps('rateInterpolate', data, { steps, onTarget, offTarget }));
}

/** The values of `rateInterpolate` for options that were checked; throws unless a ramp that is needed rises. */
export function ramps(
  operator: string,
  times: Float32Array,
  { steps, onTarget, offTarget }: Required<RateInterpolateOptions>,
): Float32Array {
  const values = new Float32Array(steps).fill(offTarget);
  let next = 0;
  for (const time of new Set(Float32Array.from(times).sort())) {
    const gap = time - next;
    if (gap > 0 && onTarget <= offTarget) {
      throw new RangeError(`${operator}: onTarget must be above offTarget = ${offTarget}, got ${onTarget}`);
    }
    const rise = gap === 0 ? [onTarget] : arange(offTarget, (onTarget - offTarget) / gap, gap + 1);
    values.set(rise, next);
    next = time + 1;
  }
  return values;
}
