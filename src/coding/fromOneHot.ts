import { batched, describeShape } from '../shape.js';
import { fromLike, HostTensor, type Tensor, type TensorLike } from '../tensor.js';

/**
 * The classes of one-hot targets: `[batch, classes]` becomes `[batch]`, the place of the 1 in each row; one row is a
 * batch of one. Undoes `toOneHot`.
 *
 * Throws a `RangeError` for another shape, and where a row has no 1 or several.
 * Source: snnTorch 0.9.4 `spikegen.from_one_hot`, as documented
 * (https://snntorch.readthedocs.io/en/latest/snntorch.spikegen.html); its code numbers the rows of a matrix.
 *
 * @example
 * fromOneHot([[0, 0, 1], [1, 0, 0]]).data; // 2, 0
 */
export function fromOneHot(oneHot: TensorLike): Tensor {
  const given = fromLike(oneHot, 'fromOneHot');
  const shape = batched(given.shape);
  const [batch = 0, classes = 0] = shape;
  if (shape.length !== 2 || given.data.length === 0) {
    throw new RangeError(`fromOneHot: needs shape [batch, classes], got ${describeShape(given.shape)}`);
  }
  const labels = Float32Array.from({ length: batch }, (_, sample) => {
    const row = given.data.subarray(sample * classes, (sample + 1) * classes);
    const label = row.indexOf(1);
    if (label < 0 || row.includes(1, label + 1)) {
      throw new RangeError(
        `fromOneHot: every row needs one 1, row ${sample} has ${label < 0 ? 'none' : 'several'}`,
      );
    }
    return label;
  });
  return new HostTensor([batch], labels);
}
