import { number, oneOf, whole } from '../check.js';
import { optionsOf } from '../options.js';
import { seedOf, uniform } from '../random.js';
import { HostTensor, type Tensor } from '../tensor.js';
import { arange } from './float32.js';

/** When a neuron of a given rate fires: evenly, at times drawn evenly, or by chance in each step. */
export type FiringPattern = 'regular' | 'uniform' | 'poisson';

export const FIRING_PATTERNS: readonly FiringPattern[] = ['regular', 'uniform', 'poisson'];

export interface TargetRateCodeOptions {
  /** Number of time steps. */
  readonly steps: number;
  /** Spikes a step, from 0 to 1. Default 1. */
  readonly rate?: number;
  /** Steps before this one are silent. From 0 to steps, default 0. */
  readonly firstSpikeTime?: number;
  /** Default 'regular'. */
  readonly firingPattern?: FiringPattern;
  /** Seed of the random patterns, a whole number. Default 0. */
  readonly seed?: number;
}

/** The spikes of one neuron: `spk`, [steps], and `times`, the step of each spike. */
export interface RateCode {
  readonly spk: Tensor;
  readonly times: Tensor;
}

/**
 * The spikes of one neuron that fires at a rate: from `firstSpikeTime` on every 1/rate steps ('regular'), as many spikes
 * at times drawn evenly, of which some may coincide ('uniform'), or in each step with the rate as its probability
 * ('poisson').
 *
 * Throws a `TypeError` or `RangeError` for options out of range.
 * Source: snnTorch 0.9.4 `spikegen.target_rate_code`
 * (https://snntorch.readthedocs.io/en/latest/snntorch.spikegen.html).
 *
 * @example
 * targetRateCode({ steps: 5, rate: 0.3 }).spk.data; // 1, 0, 0, 1, 0
 */
export function targetRateCode(options: TargetRateCodeOptions): RateCode {
  const names = ['steps', 'rate', 'firstSpikeTime', 'firingPattern', 'seed'] as const;
  const given = optionsOf('targetRateCode', options ?? {}, names);
  const { steps, rate = 1, firstSpikeTime = 0, firingPattern = 'regular', seed = 0 } = given;
  whole('targetRateCode: steps', steps, { min: 1 });
  number('targetRateCode: rate', rate, { min: 0, max: 1 });
  whole('targetRateCode: firstSpikeTime', firstSpikeTime, { max: steps });
  oneOf('targetRateCode: firingPattern', FIRING_PATTERNS, firingPattern);
  seedOf('targetRateCode', seed);
  return rateCode({ steps, rate, firstSpikeTime, firingPattern, seed }, 0);
}

/** `targetRateCode` for options that were checked; one seed gives each `code` numbers of its own. */
export function rateCode(options: Required<TargetRateCodeOptions>, code: number): RateCode {
  const times = options.rate === 0 ? new Float32Array(0) : PATTERNS[options.firingPattern](options, code);
  const spk = new Float32Array(options.steps);
  for (const t of times) spk[t] = 1;
  return { spk: new HostTensor([spk.length], spk), times: new HostTensor([times.length], times) };
}

type Pattern = (options: Required<TargetRateCodeOptions>, code: number) => Float32Array;

const PATTERNS: Readonly<Record<FiringPattern, Pattern>> = {
  regular: ({ steps, rate, firstSpikeTime }) => {
    const count = Math.ceil((steps - firstSpikeTime) / (1 / rate));
    const times = arange(firstSpikeTime, 1 / rate, count).map(Math.trunc);
    // rounding may give one spike more, in the step behind the last: PyTorch's arange counts it, too
    return times.filter((time) => time < steps);
  },
  uniform(options, code) {
    const { steps, firstSpikeTime, seed } = options;
    const drawn = uniform(seed, 'spikes')(code, new Float32Array(PATTERNS.regular(options, code).length));
    return drawn.map((x) => Math.floor(x * (steps - firstSpikeTime)) + firstSpikeTime);
  },
  poisson({ steps, rate, firstSpikeTime, seed }, code) {
    const drawn = uniform(seed, 'spikes')(code, new Float32Array(steps));
    const fires = (x: number, t: number) => t >= firstSpikeTime && x < rate;
    return Float32Array.from(drawn.keys()).filter((t) => fires(drawn[t]!, t));
  },
};
