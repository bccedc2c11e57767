import type { Engine } from './engine.js';

/** A piece of an engine's memory that grows as it is asked for; freed with `free`, or with the engine. */
export class Region {
  #address: number | undefined;
  #bytes = 0;

  constructor(readonly engine: Engine) {}

  /** Where there is room for so many bytes; what lay there before is lost when more than ever is asked for. */
  reserve(bytes: number): number {
    if (this.#address !== undefined && bytes <= this.#bytes) return this.#address;
    this.free();
    this.#address = this.engine.alloc(bytes);
    this.#bytes = bytes;
    return this.#address;
  }

  /** Where a copy of the numbers lies. */
  hold(numbers: Float32Array): number {
    const address = this.reserve(numbers.byteLength);
    this.engine.memory.numbers.set(numbers, address / 4);
    return address;
  }

  free(): void {
    if (this.#address !== undefined && !this.engine.closed) this.engine.memory.free(this.#address);
    this.#address = undefined;
  }
}
