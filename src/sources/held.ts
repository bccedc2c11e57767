import { map, Observable, of } from 'rxjs';
import { valuesOf } from '../coding/values.js';
import { follow, type Live } from '../layers/setting.js';
import { batched, describeShape, type Shape, sameShape } from '../shape.js';
import { HostTensor, type Tensor, type TensorLike } from '../tensor.js';

/** Data that stay the same, or the latest of an Observable, in one run. */
export interface Held {
  /** The data as the tensor of one step. Throws where an Observable has none yet, or of another shape than its first. */
  now(): Tensor;
  stop(): void;
}

/** Checks data that stay the same; a run begins with the function's call. */
export function held(operator: string, data: Live): () => Held {
  const frame = (given: TensorLike): Tensor => {
    const { shape, data } = valuesOf(operator, given);
    return new HostTensor(batched(shape), data);
  };
  const values = data instanceof Observable ? data.pipe(map(frame)) : of(frame(data));
  return () => {
    const followed = follow(operator, { data: { values } });
    let first: Shape | undefined;
    return {
      now() {
        const tensor = followed.now('data');
        first ??= tensor.shape;
        if (sameShape(tensor.shape, first)) return tensor;
        const sizes = `${describeShape(tensor.shape)}, the stream began with ${describeShape(first)}`;
        throw new RangeError(`${operator}: data have shape ${sizes}`);
      },
      stop: followed.stop,
    };
  };
}
