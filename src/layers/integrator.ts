import { optionsOf } from '../options.js';
import type { LayerOperator } from './layer.js';
import { euler } from './nir/charging.js';
import { integrating } from './nir/integrating.js';
import { INTEGRATING, type IntegratingOptions } from './nir/semantics.js';
import type { Live } from './setting.js';

export interface IntegratorOptions extends IntegratingOptions<'euler' | 'exact'> {
  /** Gain of the input, in 1 / second. Default 1. */
  readonly r?: Live;
}

/**
 * Integrators, NIR's `I`. Emits, for each step, the membrane potentials `mem`, of the input's shape `[batch, ...features]`;
 * they are what the next layer takes.
 *
 * dv/dt = r x, with x the input, in float32: v' = v + (dt r) x, which is exact for an input that stays during a step.
 *
 * State is born with the first step, on the device where the input lives, and freed once on complete, error or
 * unsubscribe. Throws a `TypeError` or `RangeError` for options out of range and for a parameter that the semantics
 * asked for cannot have; a parameter whose size is not the layer's goes down the error channel.
 * Source: NIR (https://neuroir.org/docs/primitives.html), doi:10.1038/s41467-024-52259-9.
 *
 * @example
 * current([1, 1, 2]).pipe(integrator({ r: 100, dt: 0.01 }), map((step) => step.mem.data[0])); // 1, 2, 4
 */
export function integrator(options: IntegratorOptions = {}): LayerOperator {
  const given = optionsOf('integrator', options, [...INTEGRATING, 'r']);
  return integrating({ name: 'integrator', membranes: { euler, exact: euler }, fires: false }, given);
}
