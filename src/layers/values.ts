import type { NeuronModel, Parameter } from '../devices/model.js';
import { describeShape, layoutOf, type Shape, sameShape, sizeOf } from '../shape.js';
import type { Signals } from '../step.js';
import { fromLike, HostTensor, type Tensor, type TensorLike } from '../tensor.js';

/** Throws unless every vector among the values has one number a neuron, or one a channel. */
export function checkSizes(
  operator: string,
  values: Readonly<Record<string, Parameter>>,
  shape: Shape,
): void {
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== 'number') perNeuron(`${operator}: ${name}`, value, shape);
  }
}

/** The model for a layer of one shape: every vector among its parameters has one value a neuron. */
export function sized(model: NeuronModel, shape: Shape): NeuronModel {
  const params = Object.entries(model.params).map(([param, value]) => [
    param,
    typeof value === 'number' ? value : perNeuron(`${model.name}: ${param}`, value, shape),
  ]);
  return { ...model, params: Object.fromEntries(params) };
}

/** One value a neuron, where there is one for each or one a channel, which is the first dimension behind the batch. */
export function perNeuron(what: string, values: Float32Array, shape: Shape): Float32Array {
  const { features } = layoutOf(shape);
  if (values.length === features) return values;
  const channels = shape[1]!;
  if (values.length !== channels) {
    const layer = `${features} neurons${shape.length > 2 ? ` in ${channels} channels` : ''}`;
    throw new RangeError(`${what} has ${values.length} values, the layer has ${layer}`);
  }
  return Float32Array.from({ length: features }, (_, i) => values[Math.floor((i * channels) / features)]!);
}

/** Latest values of a layer's varying settings as tensors of its shape; a value that stays is the same tensor. */
export function spreading(
  operator: string,
  names: readonly string[],
  shape: Shape,
  now: (name: string) => Parameter,
): () => readonly Tensor[] {
  const last = names.map(() => ({
    value: undefined as Parameter | undefined,
    tensor: undefined as Tensor | undefined,
  }));
  return () =>
    last.map((kept, i) => {
      const value = now(names[i]!);
      if (!kept.tensor || value !== kept.value) {
        const each = typeof value === 'number' ? value : perNeuron(`${operator}: ${names[i]}`, value, shape);
        kept.tensor = new HostTensor(shape, repeated(each, sizeOf(shape)));
        kept.value = value;
      }
      return kept.tensor;
    });
}

/** The state before the first step for a layer's shape, from a number, one value a neuron, or the whole shape. */
export function initialState(
  operator: string,
  names: readonly string[],
  initial: Readonly<Record<string, TensorLike>>,
): (shape: Shape) => readonly Tensor[] {
  const given = names.map((name) => ({ name, tensor: fromLike(initial[name] ?? 0, operator) }));
  return (shape) => given.map(({ name, tensor }) => spread(`${operator}: initial ${name}`, tensor, shape));
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
  return new HostTensor(shape, repeated(data.length === 1 ? data[0]! : data, sizeOf(shape)));
}

function repeated(value: Parameter, size: number): Float32Array {
  const numbers = new Float32Array(size);
  if (typeof value === 'number') return numbers.fill(value);
  for (let i = 0; i < size; i += value.length) numbers.set(value, i);
  return numbers;
}

/** An operation's results under their names, behind `signals`. */
export function named(
  names: readonly string[],
  tensors: readonly Tensor[],
  signals: Record<string, Tensor> = {},
): Signals {
  for (let i = 0; i < names.length; i++) signals[names[i]!] = tensors[i]!;
  return signals;
}
