import type { Observable } from 'rxjs';
import { batched, describeShape, type Shape, sizeOf } from '../shape.js';
import type { Step } from '../step.js';
import { fromLike, HostTensor, type Tensor, type TensorLike } from '../tensor.js';
import { emit } from './emit.js';

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

/** The series as a stream: one step a frame, under the signal's name. */
export function play(operator: string, signal: string, values: TensorLike): Observable<Step> {
  const { steps, frame } = series(operator, values);
  return emit(steps, () => (t) => ({ [signal]: frame(t) }));
}
