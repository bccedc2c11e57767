import { type Shape, sizeOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Device } from './device.js';
import type { Memory, Place } from './memory.js';

/** A result that is computed when it is asked for, together with the steps that wait for the same operation. */
export class DeviceTensor implements Tensor, Place {
  #memory: Memory | undefined;
  #slot = 0;
  #held = 0;
  #taken = false;
  #kept = 0;
  #compute: (() => void) | undefined;

  /** `together`: of how many steps at most the results are there at once. */
  constructor(
    readonly shape: Shape,
    readonly device: Device,
    compute: () => void,
    readonly together = Number.POSITIVE_INFINITY,
  ) {
    this.#compute = compute;
  }

  get data(): Float32Array {
    const data = this.read();
    if (data instanceof Float32Array) return data;
    throw new Error(`tensor: ${this.device.name} is asynchronous, use await tensor.read()`);
  }

  /** Settled work is known only when the tensor is under way: until then there is nothing to wait for. */
  get settled(): Promise<unknown> | undefined {
    return this.#memory?.settled;
  }

  /** Where its numbers are: itself, once they are computed, which they are if need be. */
  get place(): Place {
    if (!this.#memory) this.#compute?.();
    return this;
  }

  /** Only as a `place`. */
  get memory(): Memory {
    return this.#memory!;
  }

  get slot(): number {
    return this.#slot;
  }

  read(into?: Float32Array): Float32Array | Promise<Float32Array> {
    const { memory, slot } = this.place;
    return memory.read(slot, sizeOf(this.shape), into);
  }

  retain(): () => void {
    this.hold();
    return () => this.drop();
  }

  /** `retain` for those who call `drop` themselves. */
  hold(): void {
    if (this.#memory) this.#memory.retain(this.#slot);
    else this.#held += 1;
  }

  drop(): void {
    if (this.#memory) this.#memory.release(this.#slot);
    else this.#held -= 1;
  }

  keep(): void {
    if (this.#memory) this.#memory.keep(this.#slot);
    else this.#kept += 1;
  }

  forget(): void {
    if (this.#memory) this.#memory.forget(this.#slot);
    else this.#kept -= 1;
  }

  /** Notes that an operation takes it up as its input; being state does not count. */
  take(): void {
    this.#taken = true;
    if (this.#memory) this.#memory.taken = true;
  }

  /** Gives it the memory that it was computed into. */
  fill(memory: Memory, slot: number): void {
    this.#memory = memory;
    this.#slot = slot;
    // a tensor that is kept must not keep the operation
    this.#compute = undefined;
    if (this.#taken) memory.taken = true;
    for (; this.#kept > 0; this.#kept--) memory.keep(slot);
    for (; this.#held > 0; this.#held--) memory.retain(slot);
  }
}

/** Whether a tensor is one of this device's. */
export function owned(device: Device, tensor: Tensor): tensor is DeviceTensor {
  return tensor instanceof DeviceTensor && tensor.device === device;
}
