import type { Options } from './place.js';

/**
 * What the NIR nodes of snnTorch's neurons do not say of them, in words: in NIR a spike is 1, and the reset is to a
 * value, in the step of the spike.
 */
export function beyondNir(name: string, options: Options): readonly string[] {
  const { resetMechanism, resetDelay, inhibition = false, gradedSpikesFactor = 1 } = options;
  // the graphs of these two have no reset, which is what they are written for
  const resets =
    ['alpha', 'deltaLeaky'].includes(name) || (resetMechanism === 'zero' && resetDelay === false);
  const starts = ['mem', 'syn', 'synExc', 'synInh', 'spk'].some((state) => (options[state] ?? 0) !== 0);
  const missing = {
    reset: !resets,
    inhibition: inhibition === true,
    'graded spikes': gradedSpikesFactor !== 1,
    'first state': starts,
  };
  return Object.entries(missing).flatMap(([what, is]) => (is ? [what] : []));
}
