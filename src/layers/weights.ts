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

/** What the weights of a connection must be: in words, and how many axes they may have. */
export interface Form {
  readonly text: string;
  readonly axes: readonly number[];
}

/** The numbers of a connection: weights of that form and, if there are any, biases, one for each output. */
export function connection(
  operator: string,
  given: { readonly weight: TensorLike; readonly bias?: TensorLike | undefined },
  { text, axes }: Form,
): { readonly weight: Tensor; readonly bias: Tensor | undefined } {
  const weight = finite(`${operator}: weight`, given.weight);
  const { shape } = weight;
  if (!axes.includes(shape.length) || shape.includes(0)) {
    throw new RangeError(`${operator}: weight must be ${text}, got shape ${describeShape(shape)}`);
  }
  if (given.bias === undefined) return { weight, bias: undefined };
  const bias = finite(`${operator}: bias`, given.bias);
  if (bias.shape.length !== 1 || bias.shape[0] !== shape[0]) {
    throw new RangeError(
      `${operator}: bias has shape ${describeShape(bias.shape)}, the weights give [${shape[0]}]`,
    );
  }
  return { weight, bias };
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
