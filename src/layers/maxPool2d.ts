import type { LayerOperator } from './layer.js';
import { type Pool2dOptions, pooling } from './pooling.js';

/**
 * Emits, for each step, the largest input in each window of each channel: spikes `spk` where spikes come in, else currents
 * `cur`. Padding is never the largest.
 *
 * Shapes: [batch, channels, rows, columns] in, [batch, channels, rows', columns'] out, with
 * floor((n + 2 padding - kernel) / stride) + 1 rows and columns. It carries nothing from step to step; what it holds on the
 * device is freed on complete, error or unsubscribe.
 *
 * `kernel` is the size of a window, a whole number for both axes or [rows, columns]. Throws a `TypeError` or
 * `RangeError` for sizes that are not whole numbers, or padding of more than half of a window; an input without rows
 * and columns, or smaller than a window, goes down the error channel.
 * Source: `torch.nn.MaxPool2d` (https://docs.pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html).
 *
 * @example
 * spikes([[[[[0, 0, 1, 0], [0, 0, 1, 1]]]]]).pipe(maxPool2d(2), map(({ spk }) => [...spk.data])); // [0, 1]
 */
export function maxPool2d(
  kernel: number | readonly [number, number],
  options?: Pool2dOptions,
): LayerOperator {
  return pooling('maxPool2d', 'max', kernel, options);
}
