import { number, whole } from '../check.js';
import { f } from '../float32.js';
import { optionsOf } from '../options.js';
import { type Shape, sizeOf } from '../shape.js';
import { fromLike, HostTensor, type Tensor, type TensorLike } from '../tensor.js';
import { roundEven } from './float32.js';
import { stack } from './series.js';
import type { Each } from './values.js';

export interface LatencyInterpolateOptions {
  /** Number of time steps. */
  readonly steps: number;
  /** Value at the step of the spike, not below `offTarget`. Default 1. */
  readonly onTarget?: number;
  /** Value from which it rises, and after the spike. Default 0. */
  readonly offTarget?: number;
}

/**
 * Targets that rise linearly up to the one spike of each neuron, as for a membrane: spike times, in steps, become values
 * of shape [steps, ...shape of the times], `onTarget` at the spike (whose time is rounded) and `offTarget` after it.
 * A neuron whose spike is more than one step late stays at `offTarget`.
 *
 * In float32, with T the time: (1/T)t at step t, times (on - off), plus off; what exceeds `onTarget` becomes `offTarget`.
 *
 * Throws a `TypeError` or `RangeError` for options out of range and times that are not numbers of at least 0.
 * Source: snnTorch 0.9.4 `spikegen.latency_interpolate`
 * (https://snntorch.readthedocs.io/en/latest/snntorch.spikegen.html).
 *
 * @example
 * latencyInterpolate([0, 4], { steps: 5 }).data; // 1, 0,  0, 0.25,  0, 0.5,  0, 0.75,  0, 1
 */
export function latencyInterpolate(times: TensorLike, options: LatencyInterpolateOptions): Tensor {
  const names = ['steps', 'onTarget', 'offTarget'] as const;
  const { steps, onTarget = 1, offTarget = 0 } = optionsOf('latencyInterpolate', options ?? {}, names);
  whole('latencyInterpolate: steps', steps, { min: 1 });
  checkRamp('latencyInterpolate', { onTarget, offTarget });
  const [on, off] = [() => onTarget, () => offTarget];
  const { shape, data } = fromLike(times, 'latencyInterpolate');
  for (const time of data) number('latencyInterpolate: every time', time, { min: 0 });
  const rounded = data.map(roundEven);
  const frame = (t: number) => rampFrame(shape, rounded, { t, steps, on, off });
  return stack({ steps, step: shape, frame });
}

/** Throws unless values can rise from the one to the other. */
export function checkRamp(
  operator: string,
  { onTarget, offTarget }: { readonly onTarget: number; readonly offTarget: number },
): void {
  number(`${operator}: onTarget`, onTarget);
  number(`${operator}: offTarget`, offTarget);
  if (onTarget >= offTarget) return;
  throw new RangeError(`${operator}: onTarget must be at least offTarget = ${offTarget}, got ${onTarget}`);
}

/** Values at the steps of spikes, and at others. */
export interface Levels {
  readonly on: Each;
  readonly off: Each;
}

/** Step t of the ramps to spikes at whole steps. */
export function rampFrame(
  shape: Shape,
  spikeSteps: Float32Array,
  { t, steps, on, off }: Levels & { readonly t: number; readonly steps: number },
): Tensor {
  const data = new Float32Array(sizeOf(shape));
  spikeSteps.forEach((time, i) => {
    const [high, low, height] = [f(on(i)), f(off(i)), f(on(i) - off(i))];
    // 0.5 leads past 1, and so to offTarget: from step 1 on after a spike in step 0, always for one that comes too late
    const rise = time === 0 && t === 0 ? 1 : f(t * f(1 / (time === 0 || time > steps ? 0.5 : time)));
    const value = f(f(rise * height) + low);
    data[i] = value > high ? low : value;
  });
  return new HostTensor(shape, data);
}
