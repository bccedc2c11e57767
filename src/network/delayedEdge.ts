import type { Shape } from '../shape.js';
import { sizeOf } from '../shape.js';
import { HostTensor, retainAll, type Tensor } from '../tensor.js';

/** Delivers what was pushed some steps before, zeros at first. What waits in it is kept on its device. */
export class DelayedEdge {
  #waiting: { readonly tensor: Tensor; readonly release: () => void }[] = [];

  constructor(shape: Shape, steps: number) {
    const zeros = new HostTensor(shape, new Float32Array(sizeOf(shape)));
    this.load(new Array(steps).fill(zeros));
  }

  /** What is delivered in this step. */
  get out(): Tensor {
    return this.#waiting[0]!.tensor;
  }

  /** Ends the step: takes in `tensor`, and lets go of what was delivered. */
  push(tensor: Tensor): void {
    this.#waiting.push(kept(tensor));
    this.#waiting.shift()!.release();
  }

  save(): readonly Tensor[] {
    return this.#waiting.map(({ tensor }) => tensor);
  }

  load(tensors: readonly Tensor[]): void {
    const loaded = tensors.map(kept);
    this.free();
    this.#waiting = loaded;
  }

  free(): void {
    for (const { release } of this.#waiting.splice(0)) release();
  }
}

function kept(tensor: Tensor) {
  return { tensor, release: retainAll([tensor]) };
}
