import { optionsOf } from '../options.js';
import type { LayerOperator } from './layer.js';
import { integrating } from './nir/integrating.js';
import { euler, exact, norseWithoutSpikes } from './nir/leaking.js';
import { INTEGRATING, type IntegratingOptions } from './nir/semantics.js';
import type { Live } from './setting.js';

export interface LiOptions extends IntegratingOptions<'euler' | 'exact' | 'norse'> {
  /** Time constant of the membrane, in seconds, above 0. */
  readonly tau: Live;
  /** Resistance: what a current adds to the membrane's resting potential. Default 1. */
  readonly r?: Live;
  /** Potential that the membrane leaks to. Default 0. */
  readonly vLeak?: Live;
}

/**
 * Leaky integrators, NIR's `LI`. Emits, for each step, the membrane potentials `mem`, of the input's shape
 * `[batch, ...features]`; they are what the next layer takes.
 *
 * tau dv/dt = (vLeak - v) + r x, with x the input, in float32 and in this order:
 *
 * - euler: v' = v + k ((vLeak - v) + r x), k = dt / tau;
 * - exact: e = vLeak + r x, v' = e + (v - e) exp(-k);
 * - norse: v' = v + k ((vLeak - v) + x), k = dt (1 / tau), for r = 1: its `LIBox`.
 *
 * State is born with the first step, on the device where the input lives, and freed once on complete, error or
 * unsubscribe. Throws a `TypeError` or `RangeError` for options out of range and for a parameter that the semantics
 * asked for cannot have; a parameter whose size is not the layer's goes down the error channel.
 * Source: NIR (https://neuroir.org/docs/primitives.html), doi:10.1038/s41467-024-52259-9.
 *
 * @example
 * current([1, 1, 1]).pipe(li({ tau: 0.02, dt: 0.01 }), map((step) => step.mem.data[0])); // 0.5, 0.75, 0.875
 */
export function li(options: LiOptions): LayerOperator {
  const given = optionsOf('li', options, [...INTEGRATING, 'tau', 'r', 'vLeak']);
  return integrating(
    { name: 'li', membranes: { euler, exact, norse: norseWithoutSpikes }, fires: false },
    given,
  );
}
