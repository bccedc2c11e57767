import { defer, finalize, map, Observable, of } from 'rxjs';
import { show, whole } from '../check.js';
import { series } from '../coding/series.js';
import { firstStep, valuesOf } from '../coding/values.js';
import { follow, type Live } from '../layers/setting.js';
import { batched, describeShape, type Shape, sameShape, sizeOf } from '../shape.js';
import type { Step } from '../step.js';
import { HostTensor, type Tensor, type TensorLike } from '../tensor.js';
import { bernoulli } from './bernoulli.js';
import { emit } from './emit.js';
import { type ProbabilityOptions, probability } from './probability.js';

/** For data that stay the same. */
export interface RateOptions extends ProbabilityOptions {
  /** Number of time steps; `Infinity` never ends. */
  readonly steps: number;
  /** Steps before this one are silent. From 0 to steps - 1, default 0. */
  readonly firstSpikeTime?: number;
  /** Seed of the random stream, a whole number. Default 0. */
  readonly seed?: number;
  readonly timeVarInput?: false;
}

/** For data that vary in time. As in snnTorch, they have no gain and no offset. */
export interface TimeVaryingRateOptions {
  /** The first dimension of the data is time. */
  readonly timeVarInput: true;
  /** Silent steps that come before the data's. Default 0. */
  readonly firstSpikeTime?: number;
  /** Seed of the random stream, a whole number. Default 0. */
  readonly seed?: number;
  readonly steps?: undefined;
}

/**
 * Rate coding: emits `steps` steps of Bernoulli spikes (signal `spk`), where each element fires with probability
 * `data * gain + offset`, clipped to [0, 1]. Element (step, batch, neuron) of a seed is the same on every platform.
 *
 * `data`, `gain` and `offset` may be Observables: a new value holds from the next step on. They are followed from the
 * subscription to the end of the stream, and must have a value when the first step is due.
 *
 * With `timeVarInput`, the data are frames over time: `firstSpikeTime` silent steps, then the spikes of
 * `rateConv(data, { seed })`, one step a frame.
 *
 * Shapes: data `[neurons]` or `[batch, ...features]`, with `timeVarInput` those after `[steps]`; each step has the shape
 * `[batch, ...features]`. Synchronous and cold; a step is drawn when the one before has passed, so nothing is held
 * in memory.
 *
 * Throws a `TypeError` or `RangeError` for options out of range, `steps` beside `timeVarInput`, and data that are not
 * numbers; where those are Observables, and where data change their shape, the stream ends with the error.
 * Source: snnTorch 0.9.4 `spikegen.rate` (https://snntorch.readthedocs.io/en/latest/snntorch.spikegen.html).
 *
 * @example
 * rate([0, 0.5, 1], { steps: 100, seed: 1 }); // the last neuron fires in every step
 * rate(drawing$, { steps: Infinity, gain: slider$ });
 * rate([[0, 1], [1, 0]], { timeVarInput: true, firstSpikeTime: 3 }); // 5 steps, the first 3 silent
 */
export function rate(data: Live, options: RateOptions): Observable<Step>;
export function rate(data: TensorLike, options: TimeVaryingRateOptions): Observable<Step>;
export function rate(data: Live, options: RateOptions | TimeVaryingRateOptions): Observable<Step> {
  return options?.timeVarInput ? varying(data as TensorLike, options) : still(data, options);
}

function still(data: Live, options: RateOptions): Observable<Step> {
  const { steps, firstSpikeTime = 0, seed = 0, ...rest } = options ?? {};
  whole('rate: steps', steps, { min: 1, endless: true });
  firstStep('rate', firstSpikeTime, steps);
  const start = probability('rate', rest);
  const values = data instanceof Observable ? data.pipe(map(frameOf)) : of(frameOf(data));
  const draw = bernoulli('rate', seed);
  return defer(() => {
    const followed = follow('rate', { data: { values } });
    const probabilities = start();
    let first: Shape | undefined;
    const frame = (): Tensor => {
      const now = followed.now('data');
      first ??= now.shape;
      if (sameShape(now.shape, first)) return now;
      const sizes = `${describeShape(now.shape)}, the stream began with ${describeShape(first)}`;
      throw new RangeError(`rate: data have shape ${sizes}`);
    };
    const spk = (t: number) =>
      t < firstSpikeTime ? silent(frame().shape) : draw(t, probabilities.of(frame()));
    return emit(steps, () => (t) => ({ spk: spk(t) })).pipe(
      finalize(() => {
        followed.stop();
        probabilities.stop();
      }),
    );
  });
}

/** Data as the tensor of one step. */
function frameOf(data: TensorLike): Tensor {
  const values = valuesOf('rate', data);
  return new HostTensor(batched(values.shape), values.data);
}

function varying(data: TensorLike, options: TimeVaryingRateOptions): Observable<Step> {
  const { steps: given, firstSpikeTime = 0, seed = 0 } = options;
  if (given !== undefined) {
    throw new TypeError(`rate: steps are those of the data with timeVarInput, got ${show(given)} beside it`);
  }
  whole('rate: firstSpikeTime', firstSpikeTime);
  const { steps, step, frame } = series('rate', data);
  const silence = silent(step);
  const draw = bernoulli('rate', seed);
  const spikesAt = (t: number) => (t < 0 ? silence : draw(t, frame(t)));
  return emit(firstSpikeTime + steps, () => (t) => ({ spk: spikesAt(t - firstSpikeTime) }));
}

function silent(shape: Shape): HostTensor {
  return new HostTensor(shape, new Float32Array(sizeOf(shape)));
}
