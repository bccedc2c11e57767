import type { TensorLike } from '../../tensor.js';
import type { Live } from '../setting.js';

/**
 * How a differential equation becomes steps of `dt`:
 *
 * - `euler`: forward Euler, from the values before the step;
 * - `exact`: its solution, for an input that stays as it is during the step;
 * - `snntorch`: what snnTorch 0.9.4 makes of the node, in snnTorch's units;
 * - `norse`: what Norse makes of it.
 */
export type Semantics = 'euler' | 'exact' | 'snntorch' | 'norse';

export const SEMANTICS: readonly Semantics[] = ['euler', 'exact', 'snntorch', 'norse'];

/** What all neurons of NIR take. Numeric options are a number, one a neuron, or an Observable of either. */
export interface IntegratingOptions<Known extends Semantics> {
  /** Duration of a step, in seconds, above 0. Default 1e-4. */
  readonly dt?: Live;
  /** How the equation becomes steps. Default 'euler'. */
  readonly semantics?: Known;
  /** Membrane before the first step: a number, one a neuron, or [batch, ...features]. Default 0. */
  readonly mem?: TensorLike;
}

/** The names of `IntegratingOptions`. */
export const INTEGRATING = ['dt', 'semantics', 'mem'] as const;

/** What those take that fire. */
export interface FiringOptions {
  /** Membrane potential that a neuron must exceed to fire. Default 1. */
  readonly vThreshold?: Live;
  /** Membrane potential after a spike, in the same step. Default 0. */
  readonly vReset?: Live;
}

/** The names of `FiringOptions`. */
export const FIRING = ['vThreshold', 'vReset'] as const;
