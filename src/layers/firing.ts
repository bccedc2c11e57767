import { oneOf } from '../check.js';
import type { TensorLike } from '../tensor.js';
import { type Live, type Setting, setting } from './setting.js';

/** What a spike does to the membrane: takes the threshold off it, sets it to zero, or nothing. */
export type ResetMechanism = 'subtract' | 'zero' | 'none';

export const RESET_MECHANISMS: readonly ResetMechanism[] = ['subtract', 'zero', 'none'];

/** What snnTorch's neurons have in common. Numeric options are a number, one a neuron, or an Observable of either. */
export interface SpikingOptions {
  /** Membrane potential that a neuron must exceed to fire. Default 1. */
  readonly threshold?: Live;
  /** Default 'subtract', or what the neuron says. */
  readonly resetMechanism?: ResetMechanism;
  /** Whether only the neuron that is furthest above its threshold may fire in a step. Default false. */
  readonly inhibition?: boolean;
  /** Membrane before the first step: a number, one a neuron, or [batch, ...features]. Default 0. */
  readonly mem?: TensorLike;
}

/** The names of `SpikingOptions`. */
export const SPIKING = ['threshold', 'resetMechanism', 'inhibition', 'mem'] as const;

export interface ResetDelayOptions {
  /** Whether the reset follows one step after the spike (true, the default) or in the same step. */
  readonly resetDelay?: boolean;
}

export interface GradedOptions {
  /** The value of a spike, other than 0. Default 1. */
  readonly gradedSpikesFactor?: Live;
}

export type FiringOptions = SpikingOptions & ResetDelayOptions & GradedOptions;

/**
 * How snnTorch's neurons fire, from what the membrane would be without a reset, `base`. The mechanisms are 0 or 1:
 * `clear` for those whose delayed reset sets `base` to zero, `zero` for the one in the same step; `win` is 0 where
 * another neuron inhibits this one, `above` what they compete with.
 */
export function fire({
  base,
  mem,
  win,
  threshold,
  graded,
  height,
  subtract,
  clear,
  zero,
  now,
}: Record<
  'base' | 'mem' | 'win' | 'threshold' | 'graded' | 'height' | 'subtract' | 'clear' | 'zero' | 'now',
  number
>) {
  const reset = mem > threshold ? 1 : 0;
  const u = base - reset * (subtract > 0 ? threshold : clear > 0 ? base : 0);
  const spk = u > threshold ? win * height : 0;
  const again = spk / graded - reset;
  const back = subtract > 0 ? threshold : zero > 0 ? u : 0;
  return { spk, mem: now > 0 ? u - again * back : u, above: u - threshold };
}

/** The parameters of `fire`, but for `win`. */
export function firing(name: string, options: FiringOptions): Record<string, Setting> {
  const { threshold = 1, resetMechanism = 'subtract', resetDelay = true, inhibition = false } = options;
  oneOf(`${name}: resetMechanism`, RESET_MECHANISMS, resetMechanism);
  const graded = setting(name, 'gradedSpikesFactor', options.gradedSpikesFactor ?? 1, {
    not: [0, 'a spike would be none'],
  });
  const zero = resetMechanism === 'zero' ? 1 : 0;
  return {
    threshold: setting(name, 'threshold', threshold),
    graded,
    height: inhibition ? 1 : graded,
    subtract: resetMechanism === 'subtract' ? 1 : 0,
    clear: zero,
    zero,
    now: resetDelay ? 0 : 1,
  };
}

/** A decay from one step to the next, which must be given. */
export function decayOf(operator: string, name: string, value: Live | undefined): Setting {
  if (value === undefined) {
    throw new TypeError(`${operator}: ${name} must be given, a number from 0 to 1 or one a neuron`);
  }
  return setting(operator, name, value, { min: 0, max: 1 });
}
