import { f } from '../float32.js';
import { optionsOf } from '../options.js';
import type { TensorLike } from '../tensor.js';
import { decayOf, SPIKING, type SpikingOptions } from './firing.js';
import type { LayerOperator } from './layer.js';
import { derive, type Live } from './setting.js';
import { spiking } from './spiking.js';

/** The default of `resetMechanism` is 'zero' here. */
export interface AlphaOptions extends SpikingOptions {
  /** Decay of the excitatory current from one step to the next, above beta, at most 1. */
  readonly alpha: Live;
  /** Decay of the inhibitory current from one step to the next, from 0, below 1. */
  readonly beta: Live;
  /** Excitatory current before the first step, as `mem`. Default 0. */
  readonly synExc?: TensorLike;
  /** Inhibitory current before the first step, as `mem`. Default 0. */
  readonly synInh?: TensorLike;
}

/**
 * Neurons whose membrane answers a spike by an alpha function, the difference of two exponentials. Emits, for each
 * step, the spikes `spk`, the currents `synExc` and `synInh`, the membrane potentials `mem` and the input currents
 * `cur`, all of the input's shape `[batch, ...features]`.
 *
 * With U the membrane, E and H the excitatory and inhibitory current, I the input, θ the threshold and
 * τ = log α / (log β - log α) + 1, in float32 and in this order:
 *
 * 1. R = [U > θ], the reset that the spike of the step before left;
 * 2. E' = αE + I, H' = βH - I, U' = τ(E' + H');
 * 3. subtract: E' - Rθ, H' - RH', U' + RH, with the H from before; zero: E' - RE', H' - RH', U' - RU'; none;
 * 4. S = [U' > θ], strictly greater.
 *
 * With `inhibition`, S is kept for the first neuron of each sample with the largest U' - θ.
 *
 * State is born with the first step, on the device where the input lives, and freed once on complete, error or
 * unsubscribe. Throws a `TypeError` or `RangeError` for options out of range; a parameter whose size is not the
 * layer's goes down the error channel.
 * Source: snnTorch 0.9.4 `Alpha` (https://snntorch.readthedocs.io/en/latest/snn.neurons_alpha.html).
 *
 * @example
 * current([1, 0, 0]).pipe(alpha({ alpha: 0.9, beta: 0.8 }), map((step) => step.spk.data[0])); // 0, 0, 0
 */
export function alpha(options: AlphaOptions): LayerOperator {
  const names = [...SPIKING, 'alpha', 'beta', 'synExc', 'synInh'] as const;
  const { resetMechanism = 'zero', ...rest } = optionsOf('alpha', options, names);
  const decays = { alpha: decayOf('alpha', 'alpha', rest.alpha), beta: decayOf('alpha', 'beta', rest.beta) };
  const params = {
    ...decays,
    tau: derive(decays, tauOf, 'alpha'),
    bySubtraction: resetMechanism === 'subtract' ? 1 : 0,
    toZero: resetMechanism === 'zero' ? 1 : 0,
    // the reset is the membrane's own
    subtract: 0,
    clear: 0,
  };
  const currents = ['synExc', 'synInh'];
  return spiking({ name: 'alpha', membrane, params, currents }, { ...rest, resetMechanism });
}

function membrane({
  cur,
  mem,
  synExc,
  synInh,
  alpha,
  beta,
  tau,
  threshold,
  bySubtraction,
  toZero,
}: Record<
  'cur' | 'mem' | 'synExc' | 'synInh' | 'alpha' | 'beta' | 'tau' | 'threshold' | 'bySubtraction' | 'toZero',
  number
>) {
  const fired = mem > threshold ? 1 : 0;
  const exc = alpha * synExc + cur;
  const inh = beta * synInh - cur;
  const v = tau * (exc + inh);
  const lost = bySubtraction > 0 ? threshold : toZero > 0 ? exc : 0;
  return {
    synExc: exc - lost * fired,
    synInh: inh - (bySubtraction + toZero > 0 ? inh : 0) * fired,
    base: v - (bySubtraction > 0 ? -synInh : toZero > 0 ? v : 0) * fired,
  };
}

/** The constant of U' = τ(E' + H'), in float32. */
export function tauOf({ alpha, beta }: { readonly alpha: number; readonly beta: number }): number {
  if (f(alpha) <= f(beta)) throw new RangeError(`alpha: alpha must be above beta, got ${alpha} and ${beta}`);
  const [a, b] = [f(Math.log(f(alpha))), f(Math.log(f(beta)))];
  return f(f(a / f(b - a)) + 1);
}
