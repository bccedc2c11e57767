import { optionsOf } from '../options.js';
import type { TensorLike } from '../tensor.js';
import { decayOf, type ResetDelayOptions, SPIKING, type SpikingOptions } from './firing.js';
import type { LayerOperator } from './layer.js';
import { RECURRENCE, type RecurrenceOptions, recurrenceOf } from './recurrence.js';
import type { Live } from './setting.js';
import { spiking } from './spiking.js';

export interface RsynapticOptions extends SpikingOptions, ResetDelayOptions, RecurrenceOptions {
  /** Decay of the synaptic current from one step to the next, from 0 to 1. */
  readonly alpha: Live;
  /** Decay of the membrane from one step to the next, from 0 to 1. */
  readonly beta: Live;
  /** Synaptic current before the first step, as `mem`. Default 0. */
  readonly syn?: TensorLike;
}

/**
 * Second-order leaky integrate-and-fire neurons whose spikes come back to the layer a step later. Emits, for each step, the
 * spikes `spk`, the synaptic currents `syn`, the membrane potentials `mem` and the input currents `cur`, all of the input's
 * shape `[batch, ...features]`.
 *
 * `allToAll`: rec = W S + b, of the whole layer's spikes S of the step before, summed in float32 in the order of the
 * neurons; steps are then computed one by one. One to one: rec = V S.
 *
 * With U the membrane, J the synaptic current, I the input and θ the threshold, in float32 and in this order:
 *
 * 1. R = [U > θ], the reset that the spike of the step before left;
 * 2. J' = αJ + I + rec, V = βU + J';
 * 3. U' = V - Rθ (subtract), V - RV (zero), V (none);
 * 4. S = [U' > θ], strictly greater;
 * 5. without `resetDelay`, with d = S - R: U' = U' - dθ (subtract), U' - dU' (zero). In snnTorch 0.9.4 this option has no
 *    effect on `RSynaptic`, where it changes a variable that is not used; here it does what it does for `RLeaky`.
 *
 * With `inhibition`, S is kept for the first neuron of each sample with the largest U' - θ.
 *
 * State is born with the first step, on the device where the input lives, and freed once on complete, error or
 * unsubscribe. Throws a `TypeError` or `RangeError` for options out of range; a parameter whose size is not the
 * layer's goes down the error channel.
 * Source: snnTorch 0.9.4 `RSynaptic` (https://snntorch.readthedocs.io/en/latest/snn.neurons_rsynaptic.html).
 *
 * @example
 * current([2, 0, 0]).pipe(rsynaptic({ alpha: 0, beta: 0.5, V: 1 }), map((step) => step.mem.data[0])); // 2, 1, 0.5
 */
export function rsynaptic(options: RsynapticOptions): LayerOperator {
  const names = [...SPIKING, 'resetDelay', ...RECURRENCE, 'alpha', 'beta', 'syn'] as const;
  const given = optionsOf('rsynaptic', options, names);
  const { steps, params, currents, recurrent } = recurrenceOf('rsynaptic', given);
  const alpha = decayOf('rsynaptic', 'alpha', options.alpha);
  const beta = decayOf('rsynaptic', 'beta', options.beta);
  return spiking(
    {
      name: 'rsynaptic',
      membrane: [...steps, membrane],
      params: { ...params, alpha, beta },
      currents: [...currents, 'syn'],
      recurrent,
    },
    options,
  );
}

function membrane({
  cur,
  rec,
  mem,
  syn,
  alpha,
  beta,
}: Record<'cur' | 'rec' | 'mem' | 'syn' | 'alpha' | 'beta', number>) {
  const current = alpha * syn + cur + rec;
  return { syn: current, base: beta * mem + current };
}
