import { oneOf } from '../check.js';
import type { TensorLike } from '../tensor.js';
import { type LayerOperator, layer } from './layer.js';
import { defineVarying, neuronLayer, type VaryingModel } from './neuron.js';
import { type Live, type Setting, setting } from './setting.js';
import { checkSizes, initialState, named, spreading } from './values.js';

/** What a spike does to the membrane: takes the threshold off it, sets it to zero, or nothing. */
export type ResetMechanism = 'subtract' | 'zero' | 'none';

export const RESET_MECHANISMS: readonly ResetMechanism[] = ['subtract', 'zero', 'none'];

/** Numeric options are a number, one a neuron, or an Observable of either, whose values hold from the next step on. */
export interface LeakyOptions {
  /** Decay of the membrane from one step to the next, from 0 to 1. */
  readonly beta: Live;
  /** Membrane potential that a neuron must exceed to fire. Default 1. */
  readonly threshold?: Live;
  /** Default 'subtract'. */
  readonly resetMechanism?: ResetMechanism;
  /** Whether the reset follows one step after the spike (true, the default) or in the same step. */
  readonly resetDelay?: boolean;
  /** Whether only the neuron that is furthest above its threshold may fire in a step. Default false. */
  readonly inhibition?: boolean;
  /** The value of a spike, other than 0. Default 1. */
  readonly gradedSpikesFactor?: Live;
  /** Membrane before the first step: a number, one a neuron, or [batch, ...features]. Default 0. */
  readonly mem?: TensorLike;
}

/**
 * First-order leaky integrate-and-fire neurons. Emits, for each step, the spikes `spk`, the membrane potentials `mem`
 * and the input currents `cur`, all of the input's shape `[batch, ...features]`.
 *
 * With U the membrane, I the input current, θ the threshold and g the graded spikes factor, in float32 and in
 * this order:
 *
 * 1. R = [U > θ], the reset that the spike of the step before left;
 * 2. U' = βU + I - Rθ (subtract), β(1 - R)U + I (zero), βU + I (none);
 * 3. S = g[U' > θ], strictly greater;
 * 4. without `resetDelay`, with d = S/g - R: U' = U' - dθ (subtract), U' - dU' (zero).
 *
 * With `inhibition`, S is kept for the first neuron of each sample with the largest U' - θ, and is 1, not g.
 *
 * State is born with the first step, on the device where the input lives, and freed once on complete, error or
 * unsubscribe. Throws a `TypeError` or `RangeError` for options out of range; a parameter whose size is not the
 * layer's goes down the error channel.
 * Source: snnTorch 0.9.4 `Leaky` (https://snntorch.readthedocs.io/en/latest/snn.neurons_leaky.html).
 *
 * @example
 * current([0.6, 0.6, 0.6]).pipe(leaky({ beta: 0.9 }), map((step) => step.spk.data[0])); // 0, 1, 0
 */
export function leaky(options: LeakyOptions): LayerOperator {
  const { resetMechanism = 'subtract', resetDelay = true, inhibition = false, mem = 0 } = options ?? {};
  oneOf('leaky: resetMechanism', RESET_MECHANISMS, resetMechanism);
  const graded = setting('leaky', 'gradedSpikesFactor', options?.gradedSpikesFactor ?? 1, {
    not: [0, 'a spike would be none'],
  });
  const shared = {
    name: 'leaky',
    state: ['mem'],
    params: {
      beta: betaOf(options?.beta),
      threshold: setting('leaky', 'threshold', options?.threshold ?? 1),
      graded,
      height: inhibition ? 1 : graded,
      subtract: resetMechanism === 'subtract' ? 1 : 0,
      zero: resetMechanism === 'zero' ? 1 : 0,
      now: resetDelay ? 0 : 1,
    },
    step: leakyStep,
  };
  return inhibition ? inhibited(shared, mem) : neuronLayer(free(shared), { mem });
}

/**
 * The equations of `leaky`. The mechanisms are factors of 0 and 1, which float32 multiplies exactly; `win` is 0 where
 * another neuron inhibits this one, `above` what they compete with.
 */
export function leakyStep({
  cur,
  mem,
  win,
  beta,
  threshold,
  graded,
  height,
  subtract,
  zero,
  now,
}: Record<LeakyValue, number>) {
  const reset = mem > threshold ? 1 : 0;
  const u = beta * ((1 - zero * reset) * mem) + cur - subtract * reset * threshold;
  const spk = u > threshold ? win * height : 0;
  const again = now * (spk / graded - reset);
  return { spk, mem: u - again * (subtract * threshold + zero * u), above: u - threshold };
}

type LeakyValue =
  | 'cur'
  | 'mem'
  | 'win'
  | 'beta'
  | 'threshold'
  | 'graded'
  | 'height'
  | 'subtract'
  | 'zero'
  | 'now';

type Shared = Omit<VaryingModel, 'inputs' | 'outputs'>;

function free(shared: Shared): VaryingModel {
  return { ...shared, params: { ...shared.params, win: 1 }, outputs: ['spk', 'mem'] };
}

/** Two passes: the first finds how far each neuron is above its threshold, the second lets the winner fire. */
function inhibited(shared: Shared, mem: TensorLike): LayerOperator {
  const params = { ...shared.params, win: 1 };
  const { model: compete, varying } = defineVarying({ ...shared, params, outputs: ['above', 'mem'] });
  const { model: fire } = defineVarying({ ...shared, inputs: ['cur', 'win'], outputs: ['spk', 'mem'] });
  const stateFor = initialState(fire, { mem });
  return layer({
    name: 'leaky',
    varying,
    start({ device, shape, now }) {
      checkSizes('leaky', fire.params, shape);
      const settings = spreading('leaky', Object.keys(varying), shape, now);
      const [first, choose, second] = [
        device.neuron(compete, shape),
        device.winner(shape),
        device.neuron(fire, shape),
      ];
      let state = stateFor(shape);
      return {
        next(cur) {
          const values = settings();
          const [above] = first.run([cur, ...values], state);
          const [win] = choose.run([above!]);
          const signals = named(fire.outputs, second.run([cur, win!, ...values], state));
          state = [signals.mem!];
          return { cur, ...signals };
        },
        save: () => state,
        load(saved) {
          state = saved;
        },
        free() {
          for (const operation of [first, choose, second]) operation.free();
        },
      };
    },
  });
}

function betaOf(value: Live | undefined): Setting {
  if (value === undefined)
    throw new TypeError('leaky: beta must be given, a number from 0 to 1 or one a neuron');
  return setting('leaky', 'beta', value, { min: 0, max: 1 });
}
