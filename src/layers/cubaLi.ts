import { optionsOf } from '../options.js';
import type { TensorLike } from '../tensor.js';
import type { LayerOperator } from './layer.js';
import { euler, exact } from './nir/currentBased.js';
import { integrating } from './nir/integrating.js';
import { INTEGRATING, type IntegratingOptions } from './nir/semantics.js';
import type { Live } from './setting.js';

export interface CubaLiOptions extends IntegratingOptions<'euler' | 'exact'> {
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
 * Current-based leaky integrators, NIR's `CubaLI`. Emits, for each step, the membrane potentials `mem` and the synaptic
 * currents `syn`, of the input's shape `[batch, ...features]`; the membranes are what the next layer takes.
 *
 * tauSyn di/dt = -i + wIn x and tauMem dv/dt = (vLeak - v) + r i, with x the input, in float32 and in this order:
 *
 * - euler: v' = v + km ((vLeak - v) + r i), then i' = i + ks (wIn x - i), km = dt / tauMem, ks = dt / tauSyn;
 * - exact: s = wIn x, e = vLeak + r s, v' = (e + (v - e) exp(-km)) + (r (i - s)) c, i' = s + (i - s) exp(-ks), with
 *   c = tauSyn / (tauSyn - tauMem) (exp(-ks) - exp(-km)).
 *
 * State is born with the first step, on the device where the input lives, and freed once on complete, error or
 * unsubscribe. Throws a `TypeError` or `RangeError` for options out of range and for a parameter that the semantics
 * asked for cannot have; a parameter whose size is not the layer's goes down the error channel.
 * Source: NIR (https://neuroir.org/docs/primitives.html), doi:10.1038/s41467-024-52259-9.
 *
 * @example
 * current([1, 0, 0]).pipe(cubaLi({ tauSyn: 2e-4, tauMem: 2e-4 }), map((step) => step.mem.data[0])); // 0, 0.25, 0.25
 */
export function cubaLi(options: CubaLiOptions): LayerOperator {
  const names = [...INTEGRATING, 'tauSyn', 'tauMem', 'wIn', 'r', 'vLeak', 'syn'] as const;
  const given = optionsOf('cubaLi', options, names);
  return integrating({ name: 'cubaLi', membranes: { euler, exact }, currents: ['syn'], fires: false }, given);
}
