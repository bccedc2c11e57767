import { HostTensor, type Tensor, type TensorLike } from '../tensor.js';
import { classesOf } from './labels.js';

/**
 * One-hot targets: `[batch]` class numbers as `[batch, numClasses]`, 1 at the class of each sample and 0 elsewhere. A
 * single number is a batch of one.
 *
 * Throws a `TypeError` or `RangeError` for what is not a class from 0 to `numClasses - 1`.
 * Source: snnTorch 0.9.4 `spikegen.to_one_hot` (https://snntorch.readthedocs.io/en/latest/snntorch.spikegen.html).
 *
 * @example
 * toOneHot([2, 0], 3).data; // 0, 0, 1, 1, 0, 0
 */
export function toOneHot(targets: TensorLike, numClasses: number): Tensor {
  return oneHot(classesOf('toOneHot', targets, numClasses), numClasses);
}

/** The one-hot rows of labels that were checked. */
export function oneHot(labels: Float32Array, numClasses: number): Tensor {
  const data = new Float32Array(labels.length * numClasses);
  labels.forEach((label, i) => {
    data[i * numClasses + label] = 1;
  });
  return new HostTensor([labels.length, numClasses], data);
}
