import { type Shape, sizeOf } from '../shape.js';
import { HostTensor, type Tensor } from '../tensor.js';

/** The last steps of a signal, zeros at first: so many, each kept on its device until the next one takes its place. */
export class HeldSteps {
  #held: { readonly tensor: Tensor; readonly release: (() => void) | undefined }[];

  constructor(shape: Shape, steps: number) {
    const zeros = held(new HostTensor(shape, new Float32Array(sizeOf(shape))));
    this.#held = new Array(steps).fill(zeros);
  }

  /** What came in so many steps ago. */
  get oldest(): Tensor {
    return this.#held[0]!.tensor;
  }

  /** Ends the step: takes in `tensor`, and lets go of the oldest. */
  push(tensor: Tensor): void {
    this.#held.push(held(tensor));
    this.#held.shift()!.release?.();
  }

  /** From the oldest to the latest. */
  save(): readonly Tensor[] {
    return this.#held.map(({ tensor }) => tensor);
  }

  load(tensors: readonly Tensor[]): void {
    const loaded = tensors.map(held);
    this.free();
    this.#held = loaded;
  }

  free(): void {
    for (const { release } of this.#held.splice(0)) release?.();
  }
}

function held(tensor: Tensor) {
  return { tensor, release: tensor.retain?.() };
}
