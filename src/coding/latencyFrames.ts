import { number, show } from '../check.js';
import { batched } from '../shape.js';
import { fromLike, HostTensor, type Tensor, type TensorLike } from '../tensor.js';
import { roundEven } from './float32.js';
import { codeOf, type LatencyCodeOptions } from './latencyCode.js';
import { checkRamp, rampFrame } from './latencyInterpolate.js';
import type { Series } from './series.js';

export interface LatencyOptions extends LatencyCodeOptions {
  /** Number of time steps. With `bypass` it may be left out: the last spike is then in the last step. */
  readonly steps?: number;
  /** Value at the step of the spike. Default 1. */
  readonly onTarget?: number;
  /** Least value, and so that of the other steps. Default 0. */
  readonly offTarget?: number;
  /** Whether values below the threshold make no spike, in place of a last one; not with `interpolate`. Default false. */
  readonly clip?: boolean;
  /** Values that rise linearly up to the spike, as for a membrane. Default false. */
  readonly interpolate?: boolean;
  /** Whether spikes after the last step are dropped, in place of an error. Default false. */
  readonly bypass?: boolean;
}

/** The latency code of values in [0, 1] as frames over time; `operator` signs the errors. */
export function latencyFrames(operator: string, data: TensorLike, options: LatencyOptions): Series {
  const { onTarget = 1, offTarget = 0, clip = false, interpolate = false, bypass = false } = options;
  number(`${operator}: onTarget`, onTarget);
  number(`${operator}: offTarget`, offTarget);
  if (interpolate) checkRamp(operator, { onTarget, offTarget });
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
  if (interpolate) {
    return { steps, step, frame: (t) => rampFrame(step, rounded, { t, steps, onTarget, offTarget }) };
  }
  // a value that saturates at the threshold itself would never spike: it is among the last
  const spikeSteps = rounded.map((time) => (time === Number.POSITIVE_INFINITY ? steps - 1 : time));
  const [on, off] = [Math.max(onTarget, offTarget), Math.max(0, offTarget)];
  const fires = (t: number, i: number) => spikeSteps[i] === t && !(clip && below.data[i] === 1);
  const frame = (t: number) =>
    new HostTensor(
      step,
      spikeSteps.map((_, i) => (fires(t, i) ? on : off)),
    );
  return { steps, step, frame };
}

function inUnit(operator: string, data: TensorLike): Tensor {
  const values = fromLike(data, operator);
  const wrong = values.data.find((x) => x < 0 || x > 1);
  if (wrong === undefined) return values;
  throw new RangeError(`${operator}: every value must be a number from 0 to 1, got ${show(wrong)}`);
}
