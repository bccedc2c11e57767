import { optionsOf } from '../options.js';
import {
  decayOf,
  fire,
  type GradedOptions,
  type ResetDelayOptions,
  SPIKING,
  type SpikingOptions,
} from './firing.js';
import type { LayerOperator } from './layer.js';
import type { Live } from './setting.js';
import { spiking } from './spiking.js';

/** Numeric options are a number, one a neuron, or an Observable of either, whose values hold from the next step on. */
export interface LeakyOptions extends SpikingOptions, ResetDelayOptions, GradedOptions {
  /** Decay of the membrane from one step to the next, from 0 to 1. */
  readonly beta: Live;
}

/**
 * First-order leaky integrate-and-fire neurons. Emits, for each step, the spikes `spk`, the membrane potentials `mem`
 * and the input currents `cur`, all of the input's shape `[batch, ...features]`.
 *
 * With U the membrane, I the input current, θ the threshold and g the graded spikes factor, in float32 and in
 * this order:
 *
 * 1. R = [U > θ], the reset that the spike of the step before left;
 * 2. U' = βU + I - Rθ (subtract), β(1 - R)U + I (zero), βU + I (none);
 * 3. S = g[U' > θ], strictly greater;
 * 4. without `resetDelay`, with d = S/g - R: U' = U' - dθ (subtract), U' - dU' (zero).
 *
 * With `inhibition`, S is kept for the first neuron of each sample with the largest U' - θ, and is 1, not g.
 *
 * State is born with the first step, on the device where the input lives, and freed once on complete, error or
 * unsubscribe. Throws a `TypeError` or `RangeError` for options out of range; a parameter whose size is not the
 * layer's goes down the error channel.
 * Source: snnTorch 0.9.4 `Leaky` (https://snntorch.readthedocs.io/en/latest/snn.neurons_leaky.html).
 *
 * @example
 * current([0.6, 0.6, 0.6]).pipe(leaky({ beta: 0.9 }), map((step) => step.spk.data[0])); // 0, 1, 0
 */
export function leaky(options: LeakyOptions): LayerOperator {
  const { beta } = optionsOf('leaky', options, [...SPIKING, 'resetDelay', 'gradedSpikesFactor', 'beta']);
  // the reset to zero is the membrane's own: it takes the old membrane away, and not what flows in
  const params = { beta: decayOf('leaky', 'beta', beta), clear: 0 };
  return spiking({ name: 'leaky', membrane, params }, options);
}

function membrane({
  cur,
  mem,
  beta,
  threshold,
  zero,
}: Record<'cur' | 'mem' | 'beta' | 'threshold' | 'zero', number>) {
  const kept = mem > threshold ? 1 - zero : 1;
  return { base: beta * (kept * mem) + cur };
}

/** One step of `leaky`. */
export const leakySteps = [membrane, fire] as const;
