import { f } from '../../float32.js';
import { derive } from '../setting.js';
import { betaOf, decayOf, norseRateOf, rateOf } from './constants.js';
import { only, scaledThreshold } from './frameworks.js';
import type { Given } from './parameters.js';

// Membranes of tau dv/dt = (vLeak - v) + r x.

export function euler(given: Given) {
  return {
    params: { k: rateOf(given, 'tau'), r: given('r'), vLeak: given('vLeak') },
    step: ({ cur, mem, k, r, vLeak }: Record<'cur' | 'mem' | 'k' | 'r' | 'vLeak', number>) => ({
      v: mem + k * (vLeak - mem + r * cur),
    }),
  };
}

export function exact(given: Given) {
  return {
    params: { left: decayOf(given, 'tau'), r: given('r'), vLeak: given('vLeak') },
    step({ cur, mem, left, r, vLeak }: Record<'cur' | 'mem' | 'left' | 'r' | 'vLeak', number>) {
      const end = vLeak + r * cur;
      return { v: end + (mem - end) * left };
    },
  };
}

/** snnTorch's `Leaky`, in its own unit of the membrane. */
export function snntorch(given: Given) {
  given('vLeak', only(0, 'snntorch'));
  given('vReset', only(0, 'snntorch'));
  const of = { r: given('r', { above: 0 }), dt: given('dt'), tau: given('tau') };
  const gain = derive(of, ({ r, dt, tau }) => f(f(f(r) * f(dt)) / f(tau)));
  return {
    params: { beta: betaOf(given, 'tau'), vThreshold: scaledThreshold(given, gain) },
    step: ({ cur, mem, beta }: Record<'cur' | 'mem' | 'beta', number>) => ({ v: beta * mem + cur }),
  };
}

/** Norse's `LIFBox`. */
export function norse(given: Given) {
  given('r', only(1, 'norse'));
  given('vReset', only(0, 'norse'));
  return {
    params: { k: norseRateOf(given, 'tau'), vLeak: given('vLeak') },
    step: ({ cur, mem, k, vLeak }: Record<'cur' | 'mem' | 'k' | 'vLeak', number>) => ({
      v: mem + k * (cur + vLeak - mem),
    }),
  };
}

/** Norse's `LIBox`, which adds in another order. */
export function norseWithoutSpikes(given: Given) {
  given('r', only(1, 'norse'));
  return {
    params: { k: norseRateOf(given, 'tau'), vLeak: given('vLeak') },
    step: ({ cur, mem, k, vLeak }: Record<'cur' | 'mem' | 'k' | 'vLeak', number>) => ({
      v: mem + k * (vLeak - mem + cur),
    }),
  };
}
