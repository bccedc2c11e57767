import type { Observable } from 'rxjs';
import { number, whole } from '../check.js';
import { batched, describeShape, sizeOf } from '../shape.js';
import type { Step } from '../step.js';
import { fromLike, HostTensor, type TensorLike } from '../tensor.js';
import { bernoulli } from './bernoulli.js';
import { emit } from './emit.js';

export interface RateOptions {
  /** Number of time steps; `Infinity` never ends. */
  readonly steps: number;
  /** Factor on the data. Default 1. */
  readonly gain?: number;
  /** Added to the data after the gain. Default 0. */
  readonly offset?: number;
  /** Steps before this one are silent. From 0 to steps - 1, default 0. */
  readonly firstSpikeTime?: number;
  /** Seed of the random stream, a whole number. Default 0. */
  readonly seed?: number;
}

/**
 * Rate coding: emits `steps` steps of Bernoulli spikes (signal `spk`), where each element fires with probability
 * `data * gain + offset`, clipped to [0, 1]. Element (step, batch, neuron) of a seed is the same on every platform.
 *
 * Shapes: data `[neurons]` or `[batch, ...features]`; each step has the shape `[batch, ...features]`. Synchronous and
 * cold; a step is drawn when the one before has passed, so nothing is held in memory.
 *
 * Throws a `TypeError` or `RangeError` for options out of range and data that are not numbers.
 * Source: snnTorch `spikegen.rate` (https://snntorch.readthedocs.io/en/latest/snntorch.spikegen.html).
 *
 * @example
 * rate([0, 0.5, 1], { steps: 100, seed: 1 }); // the last neuron fires in every step
 */
export function rate(data: TensorLike, options: RateOptions): Observable<Step> {
  const { steps, gain = 1, offset = 0, firstSpikeTime = 0, seed = 0 } = options ?? {};
  whole('rate: steps', steps, { min: 1, endless: true });
  whole('rate: firstSpikeTime', firstSpikeTime);
  if (firstSpikeTime >= steps) {
    throw new RangeError(
      `rate: firstSpikeTime must be at most steps - 1 = ${steps - 1}, got ${firstSpikeTime}`,
    );
  }
  number('rate: gain', gain);
  number('rate: offset', offset);
  const values = fromLike(data, 'rate');
  const shape = batched(values.shape);
  if (sizeOf(shape) === 0) {
    throw new RangeError(`rate: needs at least one value, got shape ${describeShape(values.shape)}`);
  }
  const probability = new HostTensor(
    shape,
    values.data.map((value) => Math.fround(value * gain) + offset),
  );
  const silence = new HostTensor(shape, new Float32Array(sizeOf(shape)));
  const draw = bernoulli('rate', seed);
  return emit(steps, () => (t) => ({ spk: t < firstSpikeTime ? silence : draw(t, probability) }));
}
