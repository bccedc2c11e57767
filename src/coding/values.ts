import { whole } from '../check.js';
import type { Parameter } from '../devices/model.js';
import { describeShape, layoutOf, type Shape } from '../shape.js';
import { fromLike, type Tensor, type TensorLike } from '../tensor.js';

/** Data to encode: at least one number. */
export function valuesOf(operator: string, data: TensorLike): Tensor {
  const values = fromLike(data, operator);
  if (values.data.length > 0) return values;
  throw new RangeError(`${operator}: needs at least one value, got shape ${describeShape(values.shape)}`);
}

/** Checks a first spike time: a step of those that there are. */
export function firstStep(operator: string, firstSpikeTime: number, steps: number): number {
  whole(`${operator}: firstSpikeTime`, firstSpikeTime);
  if (firstSpikeTime < steps) return firstSpikeTime;
  throw new RangeError(
    `${operator}: firstSpikeTime must be at most steps - 1 = ${steps - 1}, got ${firstSpikeTime}`,
  );
}

/** The number of element i. */
export type Each = (i: number) => number;

/** An option for each element of data of this shape. Throws where it has more or fewer values than there are neurons. */
export function each(operator: string, name: string, value: Parameter, shape: Shape): Each {
  if (typeof value === 'number') return () => value;
  const { features } = layoutOf(shape);
  if (value.length === features) return (i) => value[i % features]!;
  throw new RangeError(`${operator}: ${name} has ${value.length} values, the data ${features}`);
}
