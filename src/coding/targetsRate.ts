import { number, oneOf, whole } from '../check.js';
import { optionsOf } from '../options.js';
import { seedOf } from '../random.js';
import type { Tensor, TensorLike } from '../tensor.js';
import { classesOf } from './labels.js';
import { ramps } from './rateInterpolate.js';
import { stack } from './series.js';
import { FIRING_PATTERNS, type FiringPattern, rateCode } from './targetRateCode.js';
import { oneHot } from './toOneHot.js';

export interface TargetsRateOptions {
  /** Number of output neurons, one a class. */
  readonly numClasses: number;
  /** Number of time steps; needed unless the targets stay the same. */
  readonly steps?: number;
  /** Steps before this one are off. From 0 to steps, default 0. */
  readonly firstSpikeTime?: number;
  /** Spikes a step of the neuron of the right class, from 0 to 1. Default 1. */
  readonly correctRate?: number;
  /** Spikes a step of the other neurons, from 0 to `correctRate`. Default 0. */
  readonly incorrectRate?: number;
  /** Value at a spike. Default 1. */
  readonly onTarget?: number;
  /** Value at other steps. Default 0. */
  readonly offTarget?: number;
  /** Default 'regular'. */
  readonly firingPattern?: FiringPattern;
  /** Values that rise linearly up to each spike, as for a membrane. Default false. */
  readonly interpolate?: boolean;
  /** Seed of the random patterns, a whole number. Default 0. */
  readonly seed?: number;
}

/** Their names. */
export const TARGETS_RATE = [
  'numClasses',
  'steps',
  'firstSpikeTime',
  'correctRate',
  'incorrectRate',
  'onTarget',
  'offTarget',
  'firingPattern',
  'interpolate',
  'seed',
] as const;

/**
 * Rate-coded targets for a batch of class numbers `[batch]`: what each output neuron should do at each step, as a tensor
 * `[steps, batch, numClasses]`. The neurons of the right classes fire at `correctRate`, the others at `incorrectRate`,
 * as `targetRateCode`; `interpolate` makes ramps of the spikes, as `rateInterpolate`.
 *
 * With the rates 1 and 0 and no `firstSpikeTime`, all steps are alike and the result is one of them,
 * `[batch, numClasses]`. These rates need no interpolation and have none. Without interpolation, the value of a step
 * is the larger of `offTarget` and `onTarget` (at a spike) or 0 (elsewhere).
 *
 * Throws a `TypeError` or `RangeError` for options out of range, a target that is not a class, and `steps` that is
 * missing.
 * Source: snnTorch `spikegen.targets_rate` (https://snntorch.readthedocs.io/en/latest/snntorch.spikegen.html). For rates
 * other than 1 and 0 this is as documented there: the code of 0.9.4 fails, since the time of the incorrect classes is not
 * broadcast.
 *
 * @example
 * targetsRate([2], { numClasses: 3 }).data; // 0, 0, 1
 * current(targetsRate([2], { numClasses: 3, steps: 25, correctRate: 0.8, incorrectRate: 0.2 })); // as a stream
 */
export function targetsRate(targets: TensorLike, options: TargetsRateOptions): Tensor {
  return ratesOf('targetsRate', targets, optionsOf('targetsRate', options ?? {}, TARGETS_RATE));
}

/** `targetsRate`; `operator` signs the errors. */
export function ratesOf(operator: string, targets: TensorLike, options: TargetsRateOptions): Tensor {
  const { numClasses, steps, firstSpikeTime = 0, ...rest } = options;
  const labels = classesOf(operator, targets, numClasses);
  const plan = planOf(operator, rest);
  const { correctRate, incorrectRate, onTarget, offTarget } = plan;
  const constant = correctRate === 1 && incorrectRate === 0;
  whole(`${operator}: firstSpikeTime`, firstSpikeTime);
  if (constant && firstSpikeTime === 0) {
    const others = onTarget > offTarget ? Math.max(0, offTarget) : offTarget;
    return oneHot(labels, numClasses, onTarget, others);
  }
  whole(`${operator}: steps`, steps!, { min: 1 });
  if (!constant) whole(`${operator}: firstSpikeTime`, firstSpikeTime, { max: steps! });
  const course = constant ? delayed : fired;
  const [correct, incorrect] = course(operator, { ...plan, steps: steps!, firstSpikeTime });
  const frame = (t: number) => oneHot(labels, numClasses, correct[t]!, incorrect[t]!);
  return stack({ steps: steps!, step: [labels.length, numClasses], frame });
}

type Rest = Omit<TargetsRateOptions, 'numClasses' | 'steps' | 'firstSpikeTime'>;

function planOf(operator: string, options: Rest): Required<Rest> {
  const { correctRate = 1, incorrectRate = 0, onTarget = 1, offTarget = 0 } = options;
  const { firingPattern = 'regular', interpolate = false, seed = 0 } = options;
  number(`${operator}: correctRate`, correctRate, { min: 0, max: 1 });
  number(`${operator}: incorrectRate`, incorrectRate, { min: 0, max: correctRate });
  number(`${operator}: onTarget`, onTarget);
  number(`${operator}: offTarget`, offTarget);
  oneOf(`${operator}: firingPattern`, FIRING_PATTERNS, firingPattern);
  seedOf(operator, seed);
  return { correctRate, incorrectRate, onTarget, offTarget, firingPattern, interpolate, seed };
}

/** The values of a neuron of the right class over time, and those of another. */
type Course = readonly [correct: Float32Array, incorrect: Float32Array];
type Planned = Required<Omit<TargetsRateOptions, 'numClasses'>>;

/** On from the first spike time on. */
function delayed(_: string, { steps, firstSpikeTime, onTarget, offTarget }: Planned): Course {
  const from = (value: number) =>
    new Float32Array(steps).fill(offTarget).fill(Math.max(value, offTarget), firstSpikeTime);
  return [from(onTarget), from(0)];
}

function fired(operator: string, plan: Planned): Course {
  const { onTarget, offTarget, interpolate } = plan;
  const values = (rate: number, code: number) => {
    const { spk, times } = rateCode({ ...plan, rate }, code);
    if (interpolate) return ramps(operator, times.data, plan);
    return spk.data.map((fires) => Math.max(fires * onTarget, offTarget));
  };
  return [values(plan.correctRate, 0), values(plan.incorrectRate, 1)];
}
