import type { NeuronModel, Parameter } from '../devices/model.js';
import { describeShape, layoutOf, type Shape, sameShape, sizeOf } from '../shape.js';
import type { Signals } from '../step.js';
import { fromLike, HostTensor, type Tensor, type TensorLike } from '../tensor.js';

/** Numbers as a parameter: one for all neurons, or a vector of one a neuron; finite, else a `RangeError`. */
export function parameter(operator: string, name: string, value: TensorLike): Parameter {
  const { shape, data } = fromLike(value, operator);
  const wrong = data.find((x) => !Number.isFinite(x));
  if (wrong !== undefined) throw new RangeError(`${operator}: ${name} must be finite, got ${wrong}`);
  if (shape.length > 1 || data.length === 0) {
    throw new RangeError(
      `${operator}: ${name} must be a number or one a neuron, got shape ${describeShape(shape)}`,
    );
  }
  return shape.length === 0 ? (value as number) : data;
}

export function parameters(
  operator: string,
  values: Readonly<Record<string, TensorLike>>,
): Record<string, Parameter> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, parameter(operator, name, value)]),
  );
}

/** Throws unless every vector among the parameters has one value a neuron. */
export function checkSizes({ name, params }: NeuronModel, shape: Shape): void {
  const { features } = layoutOf(shape);
  for (const [param, value] of Object.entries(params)) {
    if (typeof value !== 'number' && value.length !== features) {
      throw new RangeError(`${name}: ${param} has ${value.length} values, the layer has ${features} neurons`);
    }
  }
}

/** The state before the first step for a layer's shape, from a number, one value a neuron, or the whole shape. */
export function initialState(
  model: NeuronModel,
  initial: Readonly<Record<string, TensorLike>>,
): (shape: Shape) => readonly Tensor[] {
  const given = model.state.map((name) => ({ name, tensor: fromLike(initial[name] ?? 0, model.name) }));
  return (shape) => given.map(({ name, tensor }) => spread(`${model.name}: initial ${name}`, tensor, shape));
}

function spread(what: string, tensor: Tensor, shape: Shape): Tensor {
  if (sameShape(tensor.shape, shape)) return tensor;
  const { features } = layoutOf(shape);
  const { data } = tensor;
  if (tensor.shape.length > 1 || (data.length !== 1 && data.length !== features)) {
    throw new RangeError(
      `${what} has shape ${describeShape(tensor.shape)}, the layer ${describeShape(shape)}`,
    );
  }
  const values = new Float32Array(sizeOf(shape));
  for (let i = 0; i < values.length; i++) values[i] = data.length === 1 ? data[0]! : data[i % features]!;
  return new HostTensor(shape, values);
}

/** An operation's results under their names. */
export function named(names: readonly string[], tensors: readonly Tensor[]): Signals {
  return Object.fromEntries(names.map((name, i) => [name, tensors[i]!]));
}
