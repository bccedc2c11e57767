import type { Padding } from './axes.js';
import type { Conv, ConvWeights } from './conv.js';
import { convolve } from './convolve.js';
import type { LayerOperator } from './layer.js';

export interface Conv1dOptions {
  /** Inputs from one window to the next, at least 1. Default 1. */
  readonly stride?: number;
  /** Zeros at either end, or 'same', as many as give outputs of the input's size, or 'valid', none. Default 0. */
  readonly padding?: Padding<number>;
  /** Inputs from one tap of a window to the next, at least 1. Default 1. */
  readonly dilation?: number;
  /** Groups of channels that see only each other. Default 1. */
  readonly groups?: number;
}

/**
 * Emits, for each step, the currents `cur` of a convolution along one axis:
 *
 *     cur[o, i] = bias[o] + sum over c, k of weight[o, c, k] x[c, i stride - padding + k dilation]
 *
 * Shapes: [batch, channels, n] in, [batch, outputs, n'] out. Order of summation, padding, stream and errors are those of
 * `conv2d`.
 * Source: `torch.nn.Conv1d` (https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv1d.html).
 *
 * @example
 * const weight = [[[1, 10]]]; // one channel to one, a kernel of two
 * spikes([[[[1, 0, 1, 1]]]]).pipe(conv1d({ weight }, { stride: 2 }), map(({ cur }) => [...cur.data])); // [1, 11]
 */
export function conv1d(weights: Conv | ConvWeights, options?: Conv1dOptions): LayerOperator {
  return convolve('conv1d', 1, weights, options);
}
