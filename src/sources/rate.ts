import type { Observable } from 'rxjs';
import { show, whole } from '../check.js';
import { series } from '../coding/series.js';
import { firstStep } from '../coding/values.js';
import type { Live } from '../layers/setting.js';
import { optionsOf } from '../options.js';
import { sizeOf } from '../shape.js';
import type { Step } from '../step.js';
import { HostTensor, type Tensor, type TensorLike } from '../tensor.js';
import { bernoulli } from './bernoulli.js';
import { emit } from './emit.js';
import { settingsOf } from './settings.js';
import { STEADY, type SteadyOptions, steady } from './steady.js';

/** For data that stay the same. */
export interface RateOptions extends SteadyOptions {
  /** Steps before this one are silent: a number, one a neuron, or an Observable. From 0 to steps - 1, default 0. */
  readonly firstSpikeTime?: Live;
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
 * `data`, `gain`, `offset` and `firstSpikeTime` may be Observables: a new value holds from the next step on. They are
 * followed from the subscription to the end of the stream, and must have a value when the first step is due.
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
  const names = [...STEADY, 'firstSpikeTime', 'seed', 'timeVarInput'] as const;
  const { firstSpikeTime = 0, seed = 0, ...rest } = optionsOf('rate', options ?? {}, names);
  const { steps } = rest;
  whole('rate: steps', steps, { min: 1, endless: true });
  if (typeof firstSpikeTime === 'number') firstStep('rate', firstSpikeTime, steps);
  const settings = settingsOf(
    'rate',
    { firstSpikeTime },
    { firstSpikeTime: { whole: true, min: 0, max: steps - 1 } },
  );
  const draw = bernoulli('rate', seed);
  return steady('rate', data, rest, () => {
    const { now, of, stop } = settings.start();
    const spikes = (t: number, values: Tensor): Tensor => {
      if (now('firstSpikeTime') === 0) return draw(t, values);
      const first = of('firstSpikeTime', values.shape);
      return draw(
        t,
        new HostTensor(
          values.shape,
          values.data.map((x, i) => (t < first(i) ? 0 : x)),
        ),
      );
    };
    return { signals: (t, values) => ({ spk: spikes(t, values) }), stop };
  });
}

function varying(data: TensorLike, options: TimeVaryingRateOptions): Observable<Step> {
  const names = ['timeVarInput', 'firstSpikeTime', 'seed', 'steps'] as const;
  const { steps: given, firstSpikeTime = 0, seed = 0 } = optionsOf('rate, timeVarInput', options, names);
  if (given !== undefined) {
    throw new TypeError(`rate: steps are those of the data with timeVarInput, got ${show(given)} beside it`);
  }
  whole('rate: firstSpikeTime', firstSpikeTime);
  const { steps, step, frame } = series('rate', data);
  const silence = new HostTensor(step, new Float32Array(sizeOf(step)));
  const draw = bernoulli('rate', seed);
  const spikesAt = (t: number) => (t < 0 ? silence : draw(t, frame(t)));
  return emit(firstSpikeTime + steps, () => (t) => ({ spk: spikesAt(t - firstSpikeTime) }));
}
