import type { LayerOperator } from './layer.js';
import { type Pool2dOptions, pooling } from './pooling.js';

/**
 * Emits, for each step, the currents `cur`: the sum over each window of each channel, in float32, by row and column,
 * divided by the size of the window; padding counts as 0 and is part of that size.
 *
 * Shapes: [batch, channels, rows, columns] in, [batch, channels, rows', columns'] out, with
 * floor((n + 2 padding - kernel) / stride) + 1 rows and columns. It carries nothing from step to step; what it holds on the
 * device is freed on complete, error or unsubscribe.
 *
 * `kernel` is the size of a window, a whole number for both axes or [rows, columns]. Throws a `TypeError` or
 * `RangeError` for sizes that are not whole numbers; an input without rows and columns, or smaller than a
 * window, goes down the error channel.
 * Source: `torch.nn.AvgPool2d` (https://docs.pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html).
 *
 * @example
 * spikes([[[[[1, 0, 1], [1, 1, 0]]]]]).pipe(avgPool2d(2, { stride: 1 }), map(({ cur }) => [...cur.data])); // [0.75, 0.5]
 */
export function avgPool2d(
  kernel: number | readonly [number, number],
  options?: Pool2dOptions,
): LayerOperator {
  return pooling('avgPool2d', 'average', kernel, options);
}
