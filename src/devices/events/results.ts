import { type Memory, placed } from '../memory.js';
import type { Engine } from './engine.js';

/** Bytes of host memory that small results share: one large array costs less than many small ones. */
const CHUNK = 2 ** 16;
/** Most results that share one, so that a single one that is kept does not keep much else. */
const SHARED = 16;

/**
 * Results that lie in an engine until their operation runs again. A slot is copied to the host at most once: when somebody asks
 * for it, to where that is to be, or before it is overwritten, if a step can still reach it. Memory that was never touched
 * costs more than most arithmetic.
 */
export class EngineMemory implements Memory {
  taken = false;
  readonly resident = false;
  readonly settled = undefined;
  #address: number | undefined;
  /** Where the host has them. */
  readonly #homes: (Float32Array | undefined)[] = [];
  /** How many may still ask for each slot. */
  readonly #readers: number[] = [];

  constructor(
    readonly engine: Engine,
    address: number,
    private readonly slots: number,
    private readonly size: number,
    private readonly copy: Copy,
  ) {
    this.#address = address;
  }

  /** Where a slot lies in the engine, as long as it does. */
  addressOf(slot: number): number | undefined {
    return this.#address === undefined ? undefined : this.#address + 4 * this.size * slot;
  }

  read(slot: number, _size: number, into?: Float32Array): Float32Array {
    const home = this.#homes[slot];
    if (home) return placed(home, into);
    const address = this.addressOf(slot);
    if (address === undefined) {
      throw new Error(
        'tensor: a layer took it up and its step has passed; read it while the step passes, or probe it',
      );
    }
    const { numbers } = this.engine.memory;
    const given = into && placed(numbers.subarray(address / 4, address / 4 + this.size), into);
    this.#homes[slot] = given ?? this.copy(address, this.size);
    return this.#homes[slot];
  }

  retain(slot: number, by = 1): void {
    this.#readers[slot] = (this.#readers[slot] ?? 0) + by;
  }

  release(slot: number): void {
    this.retain(slot, -1);
  }

  keep(slot: number): void {
    this.retain(slot);
  }

  forget(slot: number): void {
    this.release(slot);
  }

  /** Leaves its place in the engine to other numbers. */
  leave(): void {
    for (let slot = 0; slot < this.slots; slot++) if (this.#readers[slot]) this.read(slot, this.size);
    this.#address = undefined;
  }

  retire(): void {}

  rescue(): void {}
}

/** Copies `size` numbers out of an engine. */
export type Copy = (address: number, size: number) => Float32Array;

/** Copies several results into one array. */
export function copying(engine: Engine): Copy {
  let chunk = new Float32Array(0);
  let used = 0;
  return (address, size) => {
    const { numbers } = engine.memory;
    const from = address / 4;
    if (8 * size > CHUNK) return numbers.slice(from, from + size);
    if (used + size > chunk.length) {
      chunk = new Float32Array(size * Math.min(SHARED, Math.floor(CHUNK / (4 * size))));
      used = 0;
    }
    const copied = chunk.subarray(used, used + size);
    copied.set(numbers.subarray(from, from + size));
    used += size;
    return copied;
  };
}
