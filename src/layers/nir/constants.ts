import { f } from '../../float32.js';
import { derive, type Setting } from '../setting.js';
import type { Given, ParameterName } from './parameters.js';

const exp32 = (x: number): number => f(Math.exp(x));

/** dt / tau */
export function rateOf(given: Given, tau: ParameterName): Setting {
  return derive({ dt: given('dt'), tau: given(tau) }, (by) => f(f(by.dt) / f(by.tau)));
}

/** exp(-dt / tau): what a step leaves. */
export function decayOf(given: Given, tau: ParameterName): Setting {
  return derive({ k: rateOf(given, tau) }, ({ k }) => exp32(-k));
}

/** 1 - dt / tau: what a step of Euler's leaves, snnTorch's beta. */
export function betaOf(given: Given, tau: ParameterName): Setting {
  return derive({ k: rateOf(given, tau) }, ({ k }) => f(1 - k));
}

/** dt times 1 / tau, which Norse has for dt / tau. */
export function norseRateOf(given: Given, tau: ParameterName): Setting {
  return derive({ dt: given('dt'), tau: given(tau) }, (by) => f(f(by.dt) * f(1 / f(by.tau))));
}

/**
 * The share of the synapse's decay that has reached the membrane after a step; its limit where both have one time constant.
 */
export function transferOf(given: Given): Setting {
  const of = { dt: given('dt'), tauSyn: given('tauSyn'), tauMem: given('tauMem') };
  return derive(of, (by) => {
    const [dt, tauSyn, tauMem] = [f(by.dt), f(by.tauSyn), f(by.tauMem)];
    const [ks, km] = [f(dt / tauSyn), f(dt / tauMem)];
    if (tauSyn === tauMem) return f(ks * exp32(-ks));
    return f(f(tauSyn / f(tauSyn - tauMem)) * f(exp32(-ks) - exp32(-km)));
  });
}
