import { optionsOf } from '../options.js';
import type { TensorLike } from '../tensor.js';
import { decayOf } from './firing.js';
import type { LayerOperator } from './layer.js';
import { neuronLayer } from './neuron.js';
import { type Live, setting } from './setting.js';

export interface DeltaLeakyOptions {
  /** Decay of the membrane from one step to the next, from 0 to 1. */
  readonly beta: Live;
  /** Change of the membrane in a step that must be exceeded to fire, at least 0. Default 1. */
  readonly deltaThreshold?: Live;
  /** Membrane before the first step: a number, one a neuron, or [batch, ...features]. Default 0. */
  readonly mem?: TensorLike;
}

/**
 * Leaky neurons that fire where their membrane changes by more than a threshold, up or down, and are never reset. Emits, for
 * each step, the spikes `spk`, the membrane potentials `mem` and the input currents `cur`, all of the input's shape
 * `[batch, ...features]`.
 *
 * U' = βU + I, S = [|U' - U| > deltaThreshold], strictly greater, in float32 and in this order.
 *
 * State is born with the first step, on the device where the input lives, and freed once on complete, error or
 * unsubscribe. Throws a `TypeError` or `RangeError` for options out of range; a parameter whose size is not the
 * layer's goes down the error channel.
 * Source: snnTorch `DeltaLeaky`, after 0.9.4
 * (https://github.com/jeshraghian/snntorch/blob/master/snntorch/_neurons/deltaleaky.py).
 *
 * @example
 * current([2, 1, -3]).pipe(deltaLeaky({ beta: 0.5 }), map((step) => step.spk.data[0])); // 1, 0, 1
 */
export function deltaLeaky(options: DeltaLeakyOptions): LayerOperator {
  const names = ['beta', 'deltaThreshold', 'mem'] as const;
  const { beta, deltaThreshold = 1, mem = 0 } = optionsOf('deltaLeaky', options, names);
  const params = {
    beta: decayOf('deltaLeaky', 'beta', beta),
    deltaThreshold: setting('deltaLeaky', 'deltaThreshold', deltaThreshold, { min: 0 }),
  };
  return neuronLayer(
    { name: 'deltaLeaky', state: ['mem'], params, step, outputs: ['spk', 'mem'] },
    { mem },
    { options: { beta, deltaThreshold, mem } },
  );
}

function step({ cur, mem, beta, deltaThreshold }: Record<'cur' | 'mem' | 'beta' | 'deltaThreshold', number>) {
  const v = beta * mem + cur;
  return { spk: Math.abs(v - mem) > deltaThreshold ? 1 : 0, mem: v };
}
