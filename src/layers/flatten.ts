import { whole } from '../check.js';
import { reshaped } from '../devices/view.js';
import { optionsOf } from '../options.js';
import { describeShape, type Shape, sizeOf } from '../shape.js';
import { type LayerOperator, layer } from './layer.js';

export interface FlattenOptions {
  /** First of the dimensions that become one; the batch does not count, negative ones count from the end. Default 0. */
  readonly startDim?: number;
  /** Last of them. Default -1. */
  readonly endDim?: number;
}

/**
 * Emits, for each step, the same spikes `spk` (or currents `cur`) with several dimensions as one, row-major. Nothing is
 * copied: the tensor lies where it lay.
 *
 * Shapes: [batch, ...features] in; [batch, features] out, or, with options, [batch, a, b, c] as [batch, a, b c] for
 * `startDim` 1. `linear` takes all features together by itself.
 *
 * Throws a `TypeError` or `RangeError` for what is not a whole number; a dimension that the input does not have goes
 * down the error channel. Source: `torch.nn.Flatten`
 * (https://docs.pytorch.org/docs/stable/generated/torch.nn.Flatten.html), whose dimensions count the batch.
 *
 * @example
 * rate(tensor(digit.data, [1, 1, 28, 28]), { steps: 25 }).pipe(flatten(), linear(fc1)); // 784 features
 */
export function flatten(options: FlattenOptions = {}): LayerOperator {
  const { startDim = 0, endDim = -1 } = optionsOf('flatten', options, ['startDim', 'endDim']);
  whole('flatten: startDim', startDim, { min: Number.MIN_SAFE_INTEGER });
  whole('flatten: endDim', endDim, { min: Number.MIN_SAFE_INTEGER });
  return layer({
    name: 'flatten',
    makes: 'same',
    options: { startDim, endDim },
    outputShape: (shape) => flattened(shape, startDim, endDim),
    start({ shape, signals: [signal = 'cur'] = [] }) {
      const flat = flattened(shape, startDim, endDim);
      return {
        next: (input) => ({ [signal]: reshaped(input, flat) }),
        free: () => undefined,
      };
    },
  });
}

function flattened(shape: Shape, startDim: number, endDim: number): Shape {
  const [batch, ...features] = shape;
  const count = features.length;
  const place = (name: string, dim: number): number => {
    if (dim >= -count && dim < count) return dim < 0 ? dim + count : dim;
    const range = `${-count} to ${count - 1}`;
    throw new RangeError(
      `flatten: ${name} must be from ${range} for shape ${describeShape(features)}, got ${dim}`,
    );
  };
  const [start, end] = [place('startDim', startDim), place('endDim', endDim)];
  if (start > end) throw new RangeError(`flatten: startDim ${startDim} lies behind endDim ${endDim}`);
  const one = sizeOf(features.slice(start, end + 1));
  return [batch!, ...features.slice(0, start), one, ...features.slice(end + 1)];
}
