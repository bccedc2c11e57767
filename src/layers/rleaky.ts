import { optionsOf } from '../options.js';
import { decayOf, type ResetDelayOptions, SPIKING, type SpikingOptions } from './firing.js';
import type { LayerOperator } from './layer.js';
import { RECURRENCE, type RecurrenceOptions, recurrenceOf } from './recurrence.js';
import type { Live } from './setting.js';
import { spiking } from './spiking.js';

export interface RleakyOptions extends SpikingOptions, ResetDelayOptions, RecurrenceOptions {
  /** Decay of the membrane from one step to the next, from 0 to 1. */
  readonly beta: Live;
}

/**
 * Leaky integrate-and-fire neurons whose spikes come back to the layer a step later. Emits, for each step, the spikes `spk`,
 * the membrane potentials `mem` and the input currents `cur`, all of the input's shape `[batch, ...features]`.
 *
 * `allToAll`: rec = W S + b, of the whole layer's spikes S of the step before, summed in float32 in the order of the
 * neurons; steps are then computed one by one. One to one: rec = V S.
 *
 * With U the membrane, I the input current and θ the threshold, in float32 and in this order:
 *
 * 1. R = [U > θ], the reset that the spike of the step before left;
 * 2. V = βU + I + rec;
 * 3. U' = V - Rθ (subtract), V - RV (zero), V (none);
 * 4. S = [U' > θ], strictly greater;
 * 5. without `resetDelay`, with d = S - R: U' = U' - dθ (subtract), U' - dU' (zero).
 *
 * With `inhibition`, S is kept for the first neuron of each sample with the largest U' - θ.
 *
 * State is born with the first step, on the device where the input lives, and freed once on complete, error or
 * unsubscribe. Throws a `TypeError` or `RangeError` for options out of range; a parameter whose size is not the
 * layer's goes down the error channel.
 * Source: snnTorch 0.9.4 `RLeaky` (https://snntorch.readthedocs.io/en/latest/snn.neurons_rleaky.html).
 *
 * @example
 * current([2, 0, 0]).pipe(rleaky({ beta: 0.5, V: 1 }), map((step) => step.mem.data[0])); // 2, 1, 0.5
 */
export function rleaky(options: RleakyOptions): LayerOperator {
  const given = optionsOf('rleaky', options, [...SPIKING, 'resetDelay', ...RECURRENCE, 'beta']);
  const { steps, params, ...recurrence } = recurrenceOf('rleaky', given);
  const beta = decayOf('rleaky', 'beta', options.beta);
  return spiking(
    { name: 'rleaky', membrane: [...steps, membrane], params: { ...params, beta }, ...recurrence },
    options,
  );
}

function membrane({ cur, rec, mem, beta }: Record<'cur' | 'rec' | 'mem' | 'beta', number>) {
  return { base: beta * mem + cur + rec };
}
