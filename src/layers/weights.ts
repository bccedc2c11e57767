import { number } from '../check.js';
import { seedOf, uniform } from '../random.js';
import { describeShape, type Shape, sizeOf } from '../shape.js';
import { fromLike, HostTensor, type Tensor, type TensorLike } from '../tensor.js';

/** Numbers of a connection, each finite. */
export function finite(what: string, value: TensorLike): Tensor {
  const given = fromLike(value, what.split(':')[0]!);
  given.data.forEach((x, i) => {
    if (!Number.isFinite(x)) number(`${what}[${i}]`, x);
  });
  return given;
}

/** Biases, if there are any: one for each of the outputs that the weights have. */
export function biases(operator: string, value: TensorLike | undefined, outputs: number): Tensor | undefined {
  if (value === undefined) return undefined;
  const bias = finite(`${operator}: bias`, value);
  if (bias.shape.length !== 1 || bias.shape[0] !== outputs) {
    throw new RangeError(
      `${operator}: bias has shape ${describeShape(bias.shape)}, the weights give [${outputs}]`,
    );
  }
  return bias;
}

/** Random weights and biases as torch's layers draw them: uniform in [-1/sqrt(n), 1/sqrt(n)) for n inputs per output. */
export function randomWeights(operator: string, shape: Shape, seed: number) {
  const draw = uniform(seedOf(operator, seed), 'weights');
  const bound = 1 / Math.sqrt(sizeOf(shape.slice(1)));
  const spread = (stream: number, size: Shape) =>
    new HostTensor(
      size,
      draw(stream, new Float32Array(sizeOf(size))).map((u) => (2 * u - 1) * bound),
    );
  return { weight: spread(0, shape), bias: spread(1, shape.slice(0, 1)) };
}
