import { optionsOf } from '../options.js';
import type { TensorLike } from '../tensor.js';
import { decayOf, type ResetDelayOptions, SPIKING, type SpikingOptions } from './firing.js';
import type { LayerOperator } from './layer.js';
import type { Live } from './setting.js';
import { spiking } from './spiking.js';

export interface SynapticOptions extends SpikingOptions, ResetDelayOptions {
  /** Decay of the synaptic current from one step to the next, from 0 to 1. */
  readonly alpha: Live;
  /** Decay of the membrane from one step to the next, from 0 to 1. */
  readonly beta: Live;
  /** Synaptic current before the first step, as `mem`. Default 0. */
  readonly syn?: TensorLike;
}

/**
 * Second-order leaky integrate-and-fire neurons, with a synaptic current. Emits, for each step, the spikes `spk`, the
 * synaptic currents `syn`, the membrane potentials `mem` and the input currents `cur`, all of the input's shape
 * `[batch, ...features]`.
 *
 * With U the membrane, J the synaptic current, I the input and θ the threshold, in float32 and in this order:
 *
 * 1. R = [U > θ], the reset that the spike of the step before left;
 * 2. J' = αJ + I, V = βU + J';
 * 3. U' = V - Rθ (subtract), V - RV (zero), V (none);
 * 4. S = [U' > θ], strictly greater;
 * 5. without `resetDelay`, with d = S - R: U' = U' - dθ (subtract), U' - dU' (zero).
 *
 * No reset touches J. With `inhibition`, S is kept for the first neuron of each sample with the largest U' - θ.
 *
 * State is born with the first step, on the device where the input lives, and freed once on complete, error or
 * unsubscribe. Throws a `TypeError` or `RangeError` for options out of range; a parameter whose size is not the
 * layer's goes down the error channel.
 * Source: snnTorch 0.9.4 `Synaptic` (https://snntorch.readthedocs.io/en/latest/snn.neurons_synaptic.html).
 *
 * @example
 * current([0.5, 0.5, 0]).pipe(synaptic({ alpha: 0.5, beta: 0.5 }), map((step) => step.mem.data[0])); // 0.5, 1, 0.875
 */
export function synaptic(options: SynapticOptions): LayerOperator {
  const { alpha, beta } = optionsOf('synaptic', options, [...SPIKING, 'resetDelay', 'alpha', 'beta', 'syn']);
  const params = { alpha: decayOf('synaptic', 'alpha', alpha), beta: decayOf('synaptic', 'beta', beta) };
  return spiking({ name: 'synaptic', membrane, params, currents: ['syn'] }, options);
}

function membrane({ cur, mem, syn, alpha, beta }: Record<'cur' | 'mem' | 'syn' | 'alpha' | 'beta', number>) {
  const current = alpha * syn + cur;
  return { syn: current, base: beta * mem + current };
}
