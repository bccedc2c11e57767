import { whole } from '../check.js';
import type { Parameter } from '../devices/model.js';
import { f } from '../float32.js';
import { optionsOf } from '../options.js';
import { parameter, type Rule } from '../parameter.js';
import { batched, type Shape } from '../shape.js';
import { HostTensor, type Tensor, type TensorLike } from '../tensor.js';
import { type Each, each, firstStep, valuesOf } from './values.js';

/** `Value` is what a numeric option may be. */
export interface LatencyCodeOptions<Value = number> {
  /** Number of time steps, which `normalize` spreads the spikes over; else the code may be longer. */
  readonly steps?: number;
  /** Values below it saturate: they spike last. Above 0 and below 1, default 0.01. */
  readonly threshold?: Value;
  /** Time constant of the charging neuron, in steps, above 0. With `linear`, steps from value 1 to value 0. Default 1. */
  readonly tau?: Value;
  /** Steps that pass before the code begins. From 0 to steps - 1, default 0. */
  readonly firstSpikeTime?: Value;
  /**
   * Stretches the code over the steps: the last spike comes in the last step, with `linear` that of a value 0 would.
   * Default false.
   */
  readonly normalize?: boolean;
  /** Linear rather than logarithmic. Default false. */
  readonly linear?: boolean;
  /** What saturated values lie above the threshold, so that their logarithm is finite. Default 1e-7. */
  readonly epsilon?: Value;
}

/** The names of `LatencyCodeOptions`. */
export const LATENCY_CODE = [
  'steps',
  'threshold',
  'tau',
  'firstSpikeTime',
  'normalize',
  'linear',
  'epsilon',
] as const;

/**
 * Spike times, in steps and not yet rounded, of values: the larger the value, the earlier. Returns the `times`, and
 * `below`, 1 where a value is below the threshold; both have the shape of the data.
 *
 * With x the value, θ the threshold, f the first spike time and n the steps, in float32 and in this order:
 *
 * 1. logarithmic, a neuron of time constant τ that charges up to θ: T = τ log(x / (x - θ)) + f, with x at least θ + ε;
 *    `normalize`: T = (T - f)(n - f - 1) / max(T - f) + f;
 * 2. `linear`: T = min(-τ(x - 1), -τ(θ - 1)) + f; `normalize`: τ = n - 1 - f, and where values above 1 make
 *    T negative, T = (T - min T)(1 / (max T - min T))(n - 1).
 *
 * Throws a `TypeError` or `RangeError` for options out of range, `normalize` without steps, and data that are not
 * numbers, or that `normalize` cannot spread, since all of them spike at once or some never.
 * The logarithm is the float32 number that is nearest; PyTorch's may be its neighbour.
 * Source: snnTorch 0.9.4 `spikegen.latency_code` (https://snntorch.readthedocs.io/en/latest/snntorch.spikegen.html).
 *
 * @example
 * latencyCode([0.02, 0.5, 1], { steps: 5, normalize: true, linear: true }).times.data; // 3.92, 2, 0
 */
export function latencyCode(
  data: TensorLike,
  options: LatencyCodeOptions = {},
): { readonly times: Tensor; readonly below: Tensor } {
  return codeOf('latencyCode', data, optionsOf('latencyCode', options, LATENCY_CODE));
}

/** `latencyCode`, whose numeric options may have one value a neuron; `operator` signs the errors. */
export function codeOf(
  operator: string,
  data: TensorLike,
  options: LatencyCodeOptions<Parameter>,
): { readonly times: Tensor; readonly below: Tensor } {
  const { shape, data: values } = valuesOf(operator, data);
  const code = codeFor(operator, options, batched(shape));
  const times = options.linear ? linear(values, code) : logarithmic(values, code);
  if (times.some(Number.isNaN)) {
    throw new RangeError(
      `${operator}: normalize needs finite spike times after step ${code.first(0)}, got NaN`,
    );
  }
  const below = values.map((x, i) => (x < f(code.threshold(i)) ? 1 : 0));
  return { times: new HostTensor(shape, times), below: new HostTensor(shape, below) };
}

/** The rules of the numeric options. */
export const CODE_RULES = {
  threshold: { above: 0, below: 1 },
  tau: { above: 0 },
  epsilon: { min: 0 },
  firstSpikeTime: { whole: true, min: 0 },
} as const satisfies Readonly<Record<string, Rule>>;

interface Code {
  readonly threshold: Each;
  readonly tau: Each;
  readonly first: Each;
  /** The step that the code is stretched to, if it is. */
  readonly last: number | undefined;
  readonly epsilon: Each;
}

function codeFor(operator: string, options: LatencyCodeOptions<Parameter>, shape: Shape): Code {
  const { steps, threshold = 0.01, tau = 1, firstSpikeTime = 0, normalize = false, epsilon = 1e-7 } = options;
  if (steps !== undefined) whole(`${operator}: steps`, steps, { min: 1 });
  const of = (name: keyof typeof CODE_RULES, value: Parameter) =>
    each(operator, name, parameter(operator, name, value, CODE_RULES[name]), shape);
  const code = {
    threshold: of('threshold', threshold),
    tau: of('tau', tau),
    epsilon: of('epsilon', epsilon),
    first: of('firstSpikeTime', firstSpikeTime),
  };
  for (const time of typeof firstSpikeTime === 'number' ? [firstSpikeTime] : firstSpikeTime) {
    firstStep(operator, time, steps ?? Number.POSITIVE_INFINITY);
  }
  if (!normalize) return { ...code, last: undefined };
  if (steps === undefined) throw new TypeError(`${operator}: normalize needs steps, got undefined`);
  return { ...code, last: steps - 1 };
}

function logarithmic(values: Float32Array, { threshold, tau, first, last, epsilon }: Code): Float32Array {
  const times = values.map((value, i) => {
    const theta = threshold(i);
    const x = Math.max(value, f(theta + epsilon(i)));
    return f(f(tau(i)) * f(Math.log(f(x / f(x - f(theta)))))) + first(i);
  });
  if (last === undefined) return times;
  const longest = largest(times.map((time, i) => time - first(i)));
  return times.map((time, i) => f(f(f(time - first(i)) * (last - first(i))) / longest) + first(i));
}

function linear(values: Float32Array, { threshold, tau, first, last }: Code): Float32Array {
  const times = values.map((x, i) => {
    const slope = last === undefined ? tau(i) : last - first(i);
    return Math.min(f(-f(slope) * f(x - 1)), f(-slope * (threshold(i) - 1))) + first(i);
  });
  const low = smallest(times);
  if (last === undefined || low >= 0) return times;
  const scale = f(1 / f(largest(times) - low));
  return times.map((time) => f(f(time - low) * scale) * last);
}

function largest(values: Float32Array): number {
  return values.reduce((most, x) => Math.max(most, x));
}

function smallest(values: Float32Array): number {
  return values.reduce((least, x) => Math.min(least, x));
}
