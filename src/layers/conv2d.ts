import type { Padding } from './axes.js';
import type { Conv, ConvWeights } from './conv.js';
import { convolve } from './convolve.js';
import type { LayerOperator } from './layer.js';

/** Each a whole number for both axes, or [rows, columns]. */
export interface Conv2dOptions {
  /** Inputs from one window to the next, at least 1. Default 1. */
  readonly stride?: number | readonly [number, number];
  /** Zeros at either end, or 'same', as many as give outputs of the input's size, or 'valid', none. Default 0. */
  readonly padding?: Padding<number | readonly [number, number]>;
  /** Inputs from one tap of a window to the next, at least 1. Default 1. */
  readonly dilation?: number | readonly [number, number];
  /** Groups of channels that see only each other. Default 1. */
  readonly groups?: number;
}

/**
 * Emits, for each step, the currents `cur` of a convolution, which is PyTorch's cross-correlation with zero padding:
 *
 *     cur[o, i, j] = bias[o] + sum over c, k, l of weight[o, c, k, l] x[c, i s - p + k d, j s - p + l d]
 *
 * for stride s, padding p and dilation d of the axis, over the input channels c of the output's group. Each product and
 * each sum is rounded to float32: the bias first, then the inputs by channel, row and column; those that are zero cost
 * nothing. 'same' pads an axis by d (kernel - 1) zeros, half of them, rounded down, before the input.
 *
 * Shapes: [batch, channels, rows, columns] in, [batch, outputs, rows', columns'] out, with floor((n + 2p - d (kernel - 1)
 * - 1) / s) + 1 rows and columns. The weights go to the device once, at the first step, and are freed on complete, error or
 * unsubscribe.
 *
 * Takes a `Conv`, or `{ weight, bias }`. Throws a `TypeError` or `RangeError` for weights and options that do not fit; an
 * input of another size goes down the error channel: `conv2d: input has shape [1, 28, 28], the weights take 2 channels`.
 * Source: `torch.nn.Conv2d` (https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv2d.html).
 *
 * @example
 * const image = tensor(digit.data, [1, 1, 28, 28]); // one sample of one channel
 * rate(image, { steps: 25 }).pipe(conv2d(Conv.init(1, 16, [5, 5], { seed: 1 }), { padding: 'same' }), leaky({ beta: 0.9 }));
 */
export function conv2d(weights: Conv | ConvWeights, options?: Conv2dOptions): LayerOperator {
  return convolve('conv2d', 2, weights, options);
}
