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

/** A row for each label that was checked: `on` at its class, `off` at the others. */
export function oneHot(labels: Float32Array, numClasses: number, on = 1, off = 0): Tensor {
  const data = new Float32Array(labels.length * numClasses).fill(off);
  labels.forEach((label, sample) => {
    data[sample * numClasses + label] = on;
  });
  return new HostTensor([labels.length, numClasses], data);
}
