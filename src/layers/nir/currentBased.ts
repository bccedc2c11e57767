import { f } from '../../float32.js';
import { derive } from '../setting.js';
import { betaOf, decayOf, norseRateOf, rateOf, transferOf } from './constants.js';
import { checkedGain, only, scaledThreshold } from './frameworks.js';
import type { Given } from './parameters.js';

// Membranes of tauSyn di/dt = -i + wIn x and tauMem dv/dt = (vLeak - v) + r i.

type Value = 'cur' | 'mem' | 'syn' | 'r' | 'wIn' | 'vLeak';

const shared = (given: Given) => ({ r: given('r'), wIn: given('wIn'), vLeak: given('vLeak') });

/** The membrane takes the current from before the step. */
export function euler(given: Given) {
  return {
    params: { ...shared(given), km: rateOf(given, 'tauMem'), ks: rateOf(given, 'tauSyn') },
    step: ({ cur, mem, syn, r, wIn, vLeak, km, ks }: Record<Value | 'km' | 'ks', number>) => ({
      v: mem + km * (vLeak - mem + r * syn),
      syn: syn + ks * (wIn * cur - syn),
    }),
  };
}

export function exact(given: Given) {
  const params = { em: decayOf(given, 'tauMem'), es: decayOf(given, 'tauSyn'), c: transferOf(given) };
  return {
    params: { ...shared(given), ...params },
    step({ cur, mem, syn, r, wIn, vLeak, em, es, c }: Record<Value | 'em' | 'es' | 'c', number>) {
      const i = wIn * cur;
      const end = vLeak + r * i;
      return { v: end + (mem - end) * em + r * (syn - i) * c, syn: i + (syn - i) * es };
    },
  };
}

/** snnTorch's `Synaptic`, in its own units; the membrane takes the new current. */
export function snntorch(given: Given) {
  given('vLeak', only(0, 'snntorch'));
  given('vReset', only(0, 'snntorch'));
  const gain = derive({ wIn: given('wIn', { above: 0 }), ks: rateOf(given, 'tauSyn') }, ({ wIn, ks }) =>
    f(f(wIn) * ks),
  );
  // snnTorch's membrane has no gain, so r is only checked
  const beta = derive({ beta: betaOf(given, 'tauMem'), r: checkedGain('cubaLif', given) }, (by) => by.beta);
  return {
    params: { alpha: betaOf(given, 'tauSyn'), beta, vThreshold: scaledThreshold(given, gain) },
    step({ cur, mem, syn, alpha, beta }: Record<'cur' | 'mem' | 'syn' | 'alpha' | 'beta', number>) {
      const i = alpha * syn + cur;
      return { v: beta * mem + i, syn: i };
    },
  };
}

/** What Norse's import of NIR builds: a `LIBox` as the synapse, leaking to vLeak too, then a `LIFBox`. */
export function norse(given: Given) {
  given('vReset', only(0, 'norse'));
  return {
    params: { ...shared(given), km: norseRateOf(given, 'tauMem'), ks: norseRateOf(given, 'tauSyn') },
    step({ cur, mem, syn, r, wIn, vLeak, km, ks }: Record<Value | 'km' | 'ks', number>) {
      const i = syn + ks * (vLeak - syn + wIn * cur);
      return { v: mem + km * (r * i + vLeak - mem), syn: i };
    },
  };
}
