import { optionsOf } from '../options.js';
import type { LayerOperator } from './layer.js';
import { integrating } from './nir/integrating.js';
import { euler, exact, norse, snntorch } from './nir/leaking.js';
import {
  FIRING,
  type FiringOptions,
  INTEGRATING,
  type IntegratingOptions,
  type Semantics,
} from './nir/semantics.js';
import type { Live } from './setting.js';

export interface LifOptions extends IntegratingOptions<Semantics>, FiringOptions {
  /** Time constant of the membrane, in seconds, above 0. */
  readonly tau: Live;
  /** Resistance: what a current adds to the membrane's resting potential. Default 1. */
  readonly r?: Live;
  /** Potential that the membrane leaks to. Default 0. */
  readonly vLeak?: Live;
}

/**
 * Leaky integrate-and-fire neurons, NIR's `LIF`. Emits, for each step, the spikes `spk`, 0 or 1, the membrane potentials
 * `mem`, after their reset, and the inputs `cur`, all of the input's shape `[batch, ...features]`.
 *
 * tau dv/dt = (vLeak - v) + r x, with x the input, in float32 and in this order:
 *
 * - euler: v' = v + k ((vLeak - v) + r x), k = dt / tau;
 * - exact: e = vLeak + r x, v' = e + (v - e) exp(-k);
 * - snntorch: u' = beta u + x, beta = 1 - k: its `Leaky`, for vLeak = vReset = 0. `mem` is u = v / w, w = r dt / tau,
 *   and the threshold vThreshold / w, unless all w are 1 (by 1.001e-5);
 * - norse: v' = v + k ((x + vLeak) - v), k = dt (1 / tau), for r = 1 and vReset = 0: its `LIFBox`.
 *
 * Then spk = [v' > vThreshold], strictly, and v' = vReset where there is a spike.
 *
 * State is born with the first step, on the device where the input lives, and freed once on complete, error or
 * unsubscribe. Throws a `TypeError` or `RangeError` for options out of range and for a parameter that the semantics
 * asked for cannot have; a parameter whose size is not the layer's goes down the error channel.
 * Source: NIR (https://neuroir.org/docs/primitives.html), doi:10.1038/s41467-024-52259-9.
 *
 * @example
 * current([3, 3, 0]).pipe(lif({ tau: 0.02, dt: 0.01 }), map((step) => step.spk.data[0])); // 1, 1, 0
 */
export function lif(options: LifOptions): LayerOperator {
  const given = optionsOf('lif', options, [...INTEGRATING, ...FIRING, 'tau', 'r', 'vLeak']);
  return integrating({ name: 'lif', membranes: { euler, exact, snntorch, norse }, fires: true }, given);
}
