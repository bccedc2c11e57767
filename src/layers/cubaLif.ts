import { optionsOf } from '../options.js';
import type { TensorLike } from '../tensor.js';
import type { LayerOperator } from './layer.js';
import { euler, exact, norse, snntorch } from './nir/currentBased.js';
import { integrating } from './nir/integrating.js';
import {
  FIRING,
  type FiringOptions,
  INTEGRATING,
  type IntegratingOptions,
  type Semantics,
} from './nir/semantics.js';
import type { Live } from './setting.js';

export interface CubaLifOptions extends IntegratingOptions<Semantics>, FiringOptions {
  /** Time constant of the synapse, in seconds, above 0. */
  readonly tauSyn: Live;
  /** Time constant of the membrane, in seconds, above 0. */
  readonly tauMem: Live;
  /** Weight of the input. Default 1. */
  readonly wIn?: Live;
  /** Resistance: what a current adds to the membrane's resting potential. Default 1. */
  readonly r?: Live;
  /** Potential that the membrane leaks to. Default 0. */
  readonly vLeak?: Live;
  /** Synaptic current before the first step, as `mem`. Default 0. */
  readonly syn?: TensorLike;
}

/**
 * Current-based leaky integrate-and-fire neurons, NIR's `CubaLIF`. Emits, for each step, the spikes `spk`, 0 or 1, the
 * membrane potentials `mem`, after their reset, the synaptic currents `syn`, which no reset touches, and the inputs
 * `cur`, all of the input's shape `[batch, ...features]`.
 *
 * tauSyn di/dt = -i + wIn x and tauMem dv/dt = (vLeak - v) + r i, with x the input, in float32 and in this order:
 *
 * - euler: v' = v + km ((vLeak - v) + r i), then i' = i + ks (wIn x - i), km = dt / tauMem, ks = dt / tauSyn;
 * - exact: s = wIn x, e = vLeak + r s, v' = (e + (v - e) exp(-km)) + (r (i - s)) c, i' = s + (i - s) exp(-ks), with
 *   c = tauSyn / (tauSyn - tauMem) (exp(-ks) - exp(-km));
 * - snntorch: i' = alpha i + x, u' = beta u + i', alpha = 1 - ks, beta = 1 - km: its `Synaptic`, for vLeak = vReset = 0 and
 *   r = tauMem / dt. `mem` is u = v / w, `syn` i / w, w = wIn ks, and the threshold vThreshold / w, unless all w are 1 (by
 *   1.001e-5);
 * - norse: i' = i + ks ((vLeak - i) + wIn x), v' = v + km ((r i' + vLeak) - v), km = dt (1 / tauMem), ks = dt
 *   (1 / tauSyn), for vReset = 0: what its import builds, a `LIBox` before a `LIFBox`.
 *
 * Then spk = [v' > vThreshold], strictly, and v' = vReset where there is a spike.
 *
 * State is born with the first step, on the device where the input lives, and freed once on complete, error or
 * unsubscribe. Throws a `TypeError` or `RangeError` for options out of range and for a parameter that the semantics
 * asked for cannot have; a parameter whose size is not the layer's goes down the error channel.
 * Source: NIR (https://neuroir.org/docs/primitives.html), doi:10.1038/s41467-024-52259-9.
 *
 * @example
 * spikes([1, 0, 0]).pipe(cubaLif({ tauSyn: 2e-4, tauMem: 2e-4, r: 5 }), map((step) => step.spk.data[0])); // 0, 1, 0
 */
export function cubaLif(options: CubaLifOptions): LayerOperator {
  const names = [...INTEGRATING, ...FIRING, 'tauSyn', 'tauMem', 'wIn', 'r', 'vLeak', 'syn'] as const;
  const given = optionsOf('cubaLif', options, names);
  return integrating(
    { name: 'cubaLif', membranes: { euler, exact, snntorch, norse }, currents: ['syn'], fires: true },
    given,
  );
}
