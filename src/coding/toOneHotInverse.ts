import { fromLike, HostTensor, type Tensor, type TensorLike } from '../tensor.js';

/**
 * Turns one-hot targets over: 1 where there was 0, else 0; the shape stays.
 *
 * Throws a `TypeError` for what is not numbers.
 * Source: snnTorch 0.9.4 `spikegen.to_one_hot_inverse`
 * (https://snntorch.readthedocs.io/en/latest/snntorch.spikegen.html).
 *
 * @example
 * toOneHotInverse(toOneHot([2], 3)).data; // 1, 1, 0
 */
export function toOneHotInverse(oneHot: TensorLike): Tensor {
  const { shape, data } = fromLike(oneHot, 'toOneHotInverse');
  return new HostTensor(
    shape,
    data.map((x) => (x === 0 ? 1 : 0)),
  );
}
