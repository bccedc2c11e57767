import { whole } from '../check.js';
import { describeShape } from '../shape.js';
import { fromLike, type TensorLike } from '../tensor.js';

/** Class numbers of a batch, `[batch]`; a single number is a batch of one. */
export function labelsOf(operator: string, targets: TensorLike): Float32Array {
  const { shape, data } = fromLike(targets, operator);
  if (shape.length > 1 || data.length === 0) {
    throw new RangeError(
      `${operator}: targets must be one class a sample, got shape ${describeShape(shape)}`,
    );
  }
  return data;
}

/** The labels, each a class from 0 to `numClasses - 1`. */
export function classesOf(operator: string, targets: TensorLike, numClasses: number): Float32Array {
  whole(`${operator}: numClasses`, numClasses, { min: 1 });
  const labels = labelsOf(operator, targets);
  for (const label of labels) whole(`${operator}: every target`, label, { max: numClasses - 1 });
  return labels;
}
