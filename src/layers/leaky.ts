import { number, oneOf } from '../check.js';
import { defineModel, type Parameter } from '../devices/model.js';
import type { TensorLike } from '../tensor.js';
import { type LayerOperator, layer } from './layer.js';
import { neuronLayer } from './neuron.js';
import { checkSizes, initialState, named, parameter } from './values.js';

/** What a spike does to the membrane: takes the threshold off it, sets it to zero, or nothing. */
export type ResetMechanism = 'subtract' | 'zero' | 'none';

export const RESET_MECHANISMS: readonly ResetMechanism[] = ['subtract', 'zero', 'none'];

export interface LeakyOptions {
  /** Decay of the membrane from one step to the next, from 0 to 1: a number, or one a neuron. */
  readonly beta: TensorLike;
  /** Membrane potential that a neuron must exceed to fire: a number, or one a neuron. Default 1. */
  readonly threshold?: TensorLike;
  /** Default 'subtract'. */
  readonly resetMechanism?: ResetMechanism;
  /** Whether the reset follows one step after the spike (true, the default) or in the same step. */
  readonly resetDelay?: boolean;
  /** Whether only the neuron that is furthest above its threshold may fire in a step. Default false. */
  readonly inhibition?: boolean;
  /** The value of a spike: a number other than 0, or one a neuron. Default 1. */
  readonly gradedSpikesFactor?: TensorLike;
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
  const graded = gradedOf(options?.gradedSpikesFactor ?? 1);
  const shared = {
    name: 'leaky',
    state: ['mem'],
    params: {
      beta: betaOf(options?.beta),
      threshold: parameter('leaky', 'threshold', options?.threshold ?? 1),
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

type Shared = Omit<Parameters<typeof defineModel>[0], 'inputs' | 'outputs'>;

function free(shared: Shared) {
  const params = { ...shared.params, win: 1 };
  return defineModel({ ...shared, inputs: ['cur'], params, outputs: ['spk', 'mem'] });
}

/** Two passes: the first finds how far each neuron is above its threshold, the second lets the winner fire. */
function inhibited(shared: Shared, mem: TensorLike): LayerOperator {
  const params = { ...shared.params, win: 1 };
  const compete = defineModel({ ...shared, inputs: ['cur'], params, outputs: ['above', 'mem'] });
  const fire = defineModel({ ...shared, inputs: ['cur', 'win'], outputs: ['spk', 'mem'] });
  const start = initialState(fire, { mem });
  return layer('leaky', (device, shape) => {
    checkSizes(fire, shape);
    const [first, choose, second] = [
      device.neuron(compete, shape),
      device.winner(shape),
      device.neuron(fire, shape),
    ];
    let state = start(shape);
    return {
      next(cur) {
        const [above] = first.run([cur], state);
        const [win] = choose.run([above!]);
        const signals = named(fire.outputs, second.run([cur, win!], state));
        state = [signals.mem!];
        return { cur, ...signals };
      },
      free() {
        for (const operation of [first, choose, second]) operation.free();
      },
    };
  });
}

function betaOf(value: TensorLike | undefined): Parameter {
  if (value === undefined)
    throw new TypeError('leaky: beta must be given, a number from 0 to 1 or one a neuron');
  const beta = parameter('leaky', 'beta', value);
  for (const b of typeof beta === 'number' ? [beta] : beta) number('leaky: beta', b, { min: 0, max: 1 });
  return beta;
}

function gradedOf(value: TensorLike): Parameter {
  const graded = parameter('leaky', 'gradedSpikesFactor', value);
  if (graded === 0 || (typeof graded !== 'number' && graded.includes(0))) {
    throw new RangeError('leaky: gradedSpikesFactor must not be 0, a spike would be none');
  }
  return graded;
}
