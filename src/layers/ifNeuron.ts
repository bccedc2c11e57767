import { optionsOf } from '../options.js';
import type { LayerOperator } from './layer.js';
import { euler, norse } from './nir/charging.js';
import { integrating } from './nir/integrating.js';
import { FIRING, type FiringOptions, INTEGRATING, type IntegratingOptions } from './nir/semantics.js';
import type { Live } from './setting.js';

export interface IfNeuronOptions extends IntegratingOptions<'euler' | 'exact' | 'norse'>, FiringOptions {
  /** Gain of the input, in 1 / second. Default 1. */
  readonly r?: Live;
}

/**
 * Integrate-and-fire neurons without a leak, NIR's `IF`. Emits, for each step, the spikes `spk`, 0 or 1, the membrane
 * potentials `mem`, after their reset, and the inputs `cur`, all of the input's shape `[batch, ...features]`.
 *
 * dv/dt = r x, with x the input, in float32:
 *
 * - euler, exact: v' = v + (dt r) x;
 * - norse: v' = v + x, for r = 1 and vReset = 0: its `IAF`.
 *
 * Then spk = [v' > vThreshold], strictly, and v' = vReset where there is a spike.
 *
 * State is born with the first step, on the device where the input lives, and freed once on complete, error or
 * unsubscribe. Throws a `TypeError` or `RangeError` for options out of range and for a parameter that the semantics
 * asked for cannot have; a parameter whose size is not the layer's goes down the error channel.
 * Source: NIR (https://neuroir.org/docs/primitives.html), doi:10.1038/s41467-024-52259-9.
 *
 * @example
 * current([1, 1, 1]).pipe(ifNeuron({ r: 75, dt: 0.01 }), map((step) => step.spk.data[0])); // 0, 1, 0
 */
export function ifNeuron(options: IfNeuronOptions = {}): LayerOperator {
  const given = optionsOf('ifNeuron', options, [...INTEGRATING, ...FIRING, 'r']);
  return integrating({ name: 'ifNeuron', membranes: { euler, exact: euler, norse }, fires: true }, given);
}
