import { f } from '../../float32.js';
import type { Rule } from '../../parameter.js';
import { combine, derive, eachNumber, type Setting } from '../setting.js';
import type { Given } from './parameters.js';

/** What a framework's import of NIR drops, and so is refused. */
export const only = (value: number, framework: string): Rule => ({
  only: [value, `semantics '${framework}' has no other`],
});

/**
 * The threshold in snnTorch's unit of the membrane: its neurons take their input as it is, so a gain goes into the
 * threshold, unless it is 1 (by `numpy.allclose`) for all neurons.
 */
export function scaledThreshold(given: Given, gain: Setting): Setting {
  return combine({ vThreshold: given('vThreshold'), gain }, (all) => {
    const gains = typeof all.gain === 'number' ? [all.gain] : all.gain;
    return gains.every((x) => isClose(x, 1)) ? all.vThreshold : eachNumber(all, scaled);
  });
}

const scaled = ({ vThreshold, gain }: { readonly vThreshold: number; readonly gain: number }): number =>
  f(f(vThreshold) / gain);

/** `numpy.isclose` */
const isClose = (x: number, to: number): boolean => Math.abs(x - to) <= 1e-8 + 1e-5 * Math.abs(to);

/** tauMem / dt, the only gain of a membrane that snnTorch's second-order neuron can have; throws for any other. */
export function checkedGain(operator: string, given: Given): Setting {
  const of = { r: given('r'), tauMem: given('tauMem'), dt: given('dt') };
  return derive(of, ({ r, tauMem, dt }) => {
    const wanted = tauMem / dt;
    if (isClose(r, wanted)) return wanted;
    throw new RangeError(`${operator}: r must be tauMem / dt = ${wanted} for semantics 'snntorch', got ${r}`);
  });
}
