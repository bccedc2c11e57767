import { type Memory, placed } from '../memory.js';
import type { Engine } from './engine.js';

/** Bytes of host memory that small results share: one large array costs less than many small ones. */
const CHUNK = 2 ** 16;
/** Most results that share one, so that a single one that is kept does not keep much else. */
const SHARED = 16;

/**
 * Results that lie in an engine until their operation runs again. A slot is copied to the host at most once: when
 * somebody asks for it, to where that is to be, or before it is overwritten, if a step can still reach it. To touch new
 * memory for the first time costs more than most arithmetic.
 */
export class EngineMemory implements Memory {
  taken = false;
  readonly resident = false;
  readonly settled = undefined;
  #address: number | undefined;
  /** Where the host has them, if it has any. */
  #homes: (Float32Array | undefined)[] | undefined;
  /** How many may still ask for each slot. */
  readonly #readers: number[];

  constructor(
    readonly engine: Engine,
    address: number,
    private readonly slots: number,
    private readonly size: number,
    private readonly views: Views,
  ) {
    this.#address = address;
    this.#readers = new Array(slots);
  }

  /** Where a slot lies in the engine, as long as it does. */
  addressOf(slot: number): number | undefined {
    return this.#address === undefined ? undefined : this.#address + 4 * this.size * slot;
  }

  read(slot: number, _size: number, into?: Float32Array): Float32Array {
    const home = this.#homes?.[slot];
    if (home) return placed(home, into);
    if (this.#address === undefined) {
      throw new Error(
        'tensor: a layer took it up and its step has passed; read it while the step passes, or probe it',
      );
    }
    const view = this.views.at(this.#address, slot);
    this.#homes ??= new Array(this.slots);
    const copy = into ? placed(view, into) : this.views.copy(view);
    this.#homes[slot] = copy;
    return copy;
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

/**
 * The slots of one operation's results, which lie in the same place run after run: to make an array of them takes as
 * long as to copy hundreds of numbers.
 */
export class Views {
  #numbers: Float32Array | undefined;
  #address = 0;
  /** Of the results at that address. */
  #views: Float32Array[] = [];
  /** The array that copies share, and how much of it is used. */
  #chunk = new Float32Array(0);
  #used = 0;

  constructor(
    private readonly engine: Engine,
    private readonly size: number,
  ) {}

  /** A slot's numbers in the engine's memory, while they lie there. */
  at(address: number, slot: number): Float32Array {
    const { numbers } = this.engine.memory;
    if (numbers !== this.#numbers || address !== this.#address) {
      [this.#numbers, this.#address, this.#views] = [numbers, address, []];
    }
    const from = address / 4 + slot * this.size;
    this.#views[slot] ??= numbers.subarray(from, from + this.size);
    return this.#views[slot];
  }

  /** Lets go of the engine's memory: results that are kept must not keep it. */
  free(): void {
    [this.#numbers, this.#views] = [undefined, []];
  }

  /** A copy of one, beside others in one array. */
  copy(view: Float32Array): Float32Array {
    const { size } = this;
    if (8 * size > CHUNK) return view.slice();
    if (this.#used + size > this.#chunk.length) {
      this.#chunk = new Float32Array(size * Math.min(SHARED, Math.floor(CHUNK / (4 * size))));
      this.#used = 0;
    }
    const copy = this.#chunk.subarray(this.#used, this.#used + size);
    copy.set(view);
    this.#used += size;
    return copy;
  }
}
