import { Observable } from 'rxjs';
import { show } from '../check.js';
import type { NirArray } from '../io/nir/nodes.js';
import { perNeuron } from '../layers/values.js';
import { describeShape, type Shape, sizeOf } from '../shape.js';
import { fromLike, type TensorLike } from '../tensor.js';

/** Where a layer stands: the shape of one sample that comes in, and the duration of a step in seconds. */
export interface Place {
  readonly shape: Shape;
  readonly dt: number;
}

/** What a layer was made of. */
export type Options = Readonly<Record<string, unknown>>;

/** A setting as one number for each neuron of the layer. */
export function spread(name: string, value: unknown, { shape }: Place): NirArray {
  if (value instanceof Observable) throw new TypeError(`${name} varies, NIR has constants only`);
  if (value === undefined || value === null)
    throw new TypeError(`${name} must be numbers, got ${show(value)}`);
  const { data } = fromLike(value as TensorLike, name);
  if (data.length === 1) return { shape, data: new Float32Array(sizeOf(shape)).fill(data[0]!) };
  if (data.length === sizeOf(shape)) return { shape, data: Float32Array.from(data) };
  try {
    return { shape, data: perNeuron(name, data, [1, ...shape]) };
  } catch {
    throw new RangeError(`${name} has ${data.length} values, the layer has shape ${describeShape(shape)}`);
  }
}

/** Settings by name, each as one number for each neuron. */
export function spreadAll<Name extends string>(
  values: Readonly<Record<Name, unknown>>,
  place: Place,
): Record<Name, NirArray> {
  const entries = Object.entries(values).map(([name, value]) => [name, spread(name, value, place)]);
  return Object.fromEntries(entries);
}

/** Weights as they are; their layer has checked them. */
export function array(value: unknown): NirArray {
  const { shape, data } = fromLike(value as TensorLike, 'weights');
  return { shape, data };
}

/**
 * The time constant whose Euler steps multiply by `decay`, and the gain that gives an input its whole weight; computed in
 * float64 from a single number.
 */
export function timeConstant(name: string, decay: unknown, place: Place) {
  const { data } = spread(name, decay, place);
  if (data.includes(1)) throw new RangeError(`a ${name} of 1 has no time constant, use ifNeuron`);
  const left = typeof decay === 'number' ? new Array<number>(data.length).fill(decay) : [...data];
  return { tau: left.map((x) => place.dt / (1 - x)), gain: left.map((x) => 1 / (1 - x)) };
}
