import { show } from '../check.js';
import type { Parameter } from '../devices/model.js';
import { parameter } from '../parameter.js';
import { batched, type Shape } from '../shape.js';
import { fromLike, HostTensor, type Tensor, type TensorLike } from '../tensor.js';
import { roundEven } from './float32.js';
import { codeOf, LATENCY_CODE, type LatencyCodeOptions } from './latencyCode.js';
import { checkRamp, type Levels, rampFrame } from './latencyInterpolate.js';
import type { Series } from './series.js';
import { each } from './values.js';

export interface LatencyOptions<Value = number> extends LatencyCodeOptions<Value> {
  /** Number of time steps. With `bypass` it may be left out: the last spike is then in the last step. */
  readonly steps?: number;
  /** Value at the step of the spike. Default 1. */
  readonly onTarget?: Value;
  /** Least value, and so that of the other steps. Default 0. */
  readonly offTarget?: Value;
  /** Whether values below the threshold make no spike, in place of a last one; not with `interpolate`. Default false. */
  readonly clip?: boolean;
  /** Values that rise linearly up to the spike, as for a membrane. Default false. */
  readonly interpolate?: boolean;
  /** Whether spikes after the last step are dropped, in place of an error. Default false. */
  readonly bypass?: boolean;
}

/** The names of `LatencyOptions`. */
export const LATENCY = [...LATENCY_CODE, 'onTarget', 'offTarget', 'clip', 'interpolate', 'bypass'] as const;

/** The latency code of values in [0, 1] as frames over time; `operator` signs the errors. */
export function latencyFrames(
  operator: string,
  data: TensorLike,
  options: LatencyOptions<Parameter>,
): Series {
  const code = spikeSteps(operator, data, options);
  const levels = levelsOf(operator, options, code.step);
  return { ...code, frame: (t) => latencyFrame(code, levels, t) };
}

/** When each value spikes. */
export interface SpikeSteps {
  readonly steps: number;
  /** Shape of one step. */
  readonly step: Shape;
  /** The step of each value's spike, -1 where it has none. */
  readonly at: Float32Array;
  /** Whether values rise up to the spikes. */
  readonly ramps: boolean;
}

export function spikeSteps(
  operator: string,
  data: TensorLike,
  options: LatencyOptions<Parameter>,
): SpikeSteps {
  const { clip = false, interpolate: ramps = false, bypass = false } = options;
  if (options.steps === undefined && !bypass) {
    throw new TypeError(`${operator}: steps must be given, or bypass be set, got undefined`);
  }
  const values = inUnit(operator, data);
  const { times, below } = codeOf(operator, values, options);
  const rounded = times.data.map(roundEven);
  const last = rounded.reduce((most, step) => Math.max(most, step));
  const steps = options.steps ?? last + 1;
  if (!Number.isFinite(steps)) {
    throw new RangeError(`${operator}: steps must be given where epsilon is lost in float32, got undefined`);
  }
  if (last > steps - 1 && last !== Number.POSITIVE_INFINITY && !bypass) {
    const help = 'allow more steps or a smaller tau, or set normalize or bypass';
    throw new RangeError(`${operator}: the last spike must be in step ${steps - 1}, got ${last}; ${help}`);
  }
  const step = batched(values.shape);
  if (ramps) return { steps, step, at: rounded, ramps };
  // a value that saturates at the threshold itself would never spike: it is among the last
  const finite = (time: number) => (time === Number.POSITIVE_INFINITY ? steps - 1 : time);
  const at = rounded.map((time, i) => (clip && below.data[i] === 1 ? -1 : finite(time)));
  return { steps, step, at, ramps };
}

/** The values of spikes and of no spike, for data of this shape. */
export function levelsOf(
  operator: string,
  { onTarget = 1, offTarget = 0, interpolate = false }: LatencyOptions<Parameter>,
  shape: Shape,
): Levels {
  const of = (name: string, value: Parameter) =>
    each(operator, name, parameter(operator, name, value), shape);
  const [on, off] = [of('onTarget', onTarget), of('offTarget', offTarget)];
  if (interpolate) {
    const most = [onTarget, offTarget].map((value) => (typeof value === 'number' ? 1 : value.length));
    for (let i = 0; i < Math.max(...most); i += 1)
      checkRamp(operator, { onTarget: on(i), offTarget: off(i) });
  }
  return { on, off };
}

/** Step t of a latency code. */
export function latencyFrame({ step, steps, at, ramps }: SpikeSteps, { on, off }: Levels, t: number): Tensor {
  if (ramps) return rampFrame(step, at, { t, steps, on, off });
  const value = (time: number, i: number) => Math.max(time === t ? on(i) : 0, off(i));
  return new HostTensor(step, at.map(value));
}

function inUnit(operator: string, data: TensorLike): Tensor {
  const values = fromLike(data, operator);
  const wrong = values.data.find((x) => x < 0 || x > 1);
  if (wrong === undefined) return values;
  throw new RangeError(`${operator}: every value must be a number from 0 to 1, got ${show(wrong)}`);
}
