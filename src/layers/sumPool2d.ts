import type { LayerOperator } from './layer.js';
import { type Pool2dOptions, pooling } from './pooling.js';

/**
 * Emits, for each step, the currents `cur`: the sum over each window of each channel, in float32, by row and column;
 * padding counts as 0.
 *
 * Shapes: [batch, channels, rows, columns] in, [batch, channels, rows', columns'] out, with
 * floor((n + 2 padding - kernel) / stride) + 1 rows and columns. It carries nothing from step to step; what it holds on the
 * device is freed on complete, error or unsubscribe.
 *
 * `kernel` is the size of a window, a whole number for both axes or [rows, columns]. Throws a `TypeError` or
 * `RangeError` for sizes that are not whole numbers; an input without rows and columns, or smaller than a
 * window, goes down the error channel.
 * Source: the node `SumPool2d` of NIR (https://neuroir.org/docs/primitives.html).
 *
 * @example
 * spikes([[[[[1, 0, 1], [1, 1, 0]]]]]).pipe(sumPool2d(2, { stride: 1 }), map(({ cur }) => [...cur.data])); // [3, 2]
 */
export function sumPool2d(
  kernel: number | readonly [number, number],
  options?: Pool2dOptions,
): LayerOperator {
  return pooling('sumPool2d', 'sum', kernel, options);
}
