import { describeShape, sameShape } from '../shape.js';
import type { Step } from '../step.js';
import { HostTensor, type Tensor } from '../tensor.js';

/** Two steps as one: the later step with every signal the sum of both, so that all charge arrives. */
export function sumOf(earlier: Step | undefined, later: Step, operator: string): Step {
  if (!earlier) return later;
  const signals = Object.entries(later.signals).map(([name, tensor]): [string, Tensor] => {
    const before = earlier.signals[name];
    return [name, before ? added(before, tensor, operator) : tensor];
  });
  return later.with(Object.fromEntries(signals));
}

function added(a: Tensor, b: Tensor, operator: string): Tensor {
  if (!sameShape(a.shape, b.shape)) {
    const sizes = `${describeShape(b.shape)}, the one before ${describeShape(a.shape)}`;
    throw new RangeError(`${operator}: a step has shape ${sizes}`);
  }
  const [x, y] = [a.data, b.data];
  return new HostTensor(
    b.shape,
    x.map((value, i) => value + y[i]!),
    b.device,
  );
}
