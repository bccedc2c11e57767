import { f } from '../../float32.js';
import { derive } from '../setting.js';
import { only } from './frameworks.js';
import type { Given } from './parameters.js';

// Membranes of dv/dt = r x.

/** Forward Euler, which is exact here. */
export function euler(given: Given) {
  const of = { dt: given('dt'), r: given('r') };
  return {
    params: { gain: derive(of, ({ dt, r }) => f(f(dt) * f(r))) },
    step: ({ cur, mem, gain }: Record<'cur' | 'mem' | 'gain', number>) => ({ v: mem + gain * cur }),
  };
}

/** Norse's `IAF`, whose input is what a step adds. */
export function norse(given: Given) {
  given('r', only(1, 'norse'));
  given('vReset', only(0, 'norse'));
  return { params: {}, step: ({ cur, mem }: Record<'cur' | 'mem', number>) => ({ v: mem + cur }) };
}
