import { batched, describeShape, type Shape, sizeOf } from '../shape.js';
import { fromLike, HostTensor, type Tensor, type TensorLike } from '../tensor.js';

/** Values over time: step t is `frame(t)`, a tensor of shape `step`. */
export interface Series {
  readonly steps: number;
  readonly step: Shape;
  frame(t: number): Tensor;
}

/** `values` of shape [steps, ...step] cut along time; a step without a batch gets a batch of one. */
export function series(operator: string, values: TensorLike): Series {
  const { shape, data } = fromLike(values, operator);
  const [steps = 0, ...rest] = shape;
  const step = batched(rest);
  const size = sizeOf(step);
  if (steps === 0 || size === 0) {
    throw new RangeError(
      `${operator}: needs at least one step and one value, got shape ${describeShape(shape)}`,
    );
  }
  const frame = (t: number) => new HostTensor(step, data.subarray(t * size, (t + 1) * size));
  return { steps, step, frame };
}

/** All steps as one tensor of shape [steps, ...step]. */
export function stack({ steps, step, frame }: Series): Tensor {
  const size = sizeOf(step);
  const data = new Float32Array(steps * size);
  for (let t = 0; t < steps; t++) data.set(frame(t).data, t * size);
  return new HostTensor([steps, ...step], data);
}
