const PAGE = 65536;
/** Kernels load four numbers at once, so they may read this far past a region. */
const SLACK = 16;
/** Growing costs a new view, so it goes in steps: as much as there is, up to so many pages. */
const STEP = 256;

/**
 * Regions of one WebAssembly memory, aligned to 16 bytes. `alloc` takes the first gap that fits, and grows the memory
 * where none does; `free` joins a region with the gaps beside it. A new region holds whatever was there before.
 *
 * Throws a `RangeError` when the memory cannot grow, and for an address that is no region's.
 */
export class Memory {
  readonly #sizes = new Map<number, number>();
  /** [start, end) of what is free, in ascending order, none touching the next. */
  readonly #gaps: [number, number][] = [];
  #inUse = 0;
  #numbers: Float32Array;

  /** What lies below `start` belongs to a module. `wasm` is what modules import as `env.memory`. */
  constructor(
    readonly wasm: WebAssembly.Memory,
    start: number,
  ) {
    this.#numbers = new Float32Array(wasm.buffer);
    this.#addGap(aligned(start), wasm.buffer.byteLength - SLACK);
  }

  /** Bytes in regions. */
  get inUse(): number {
    return this.#inUse;
  }

  /** All of the memory; the numbers of the region at `address` begin at `address / 4`. An `alloc` may replace it. */
  get numbers(): Float32Array {
    if (this.#numbers.length === 0) this.#numbers = new Float32Array(this.wasm.buffer);
    return this.#numbers;
  }

  alloc(bytes: number): number {
    const size = aligned(Math.max(bytes, 1));
    const gap = this.#gaps.find(([start, end]) => end - start >= size) ?? this.#grow(size);
    const [address, end] = gap;
    gap[0] += size;
    if (gap[0] === end) this.#gaps.splice(this.#gaps.indexOf(gap), 1);
    this.#sizes.set(address, size);
    this.#inUse += size;
    return address;
  }

  /** A region that holds `numbers`. */
  allocFrom(numbers: Float32Array): number {
    const address = this.alloc(numbers.byteLength);
    this.numbers.set(numbers, address / 4);
    return address;
  }

  free(address: number): void {
    const size = this.#sizes.get(address);
    if (size === undefined) throw new RangeError(`memory: can free only its regions, got address ${address}`);
    this.#sizes.delete(address);
    this.#inUse -= size;
    this.#addGap(address, address + size);
  }

  #grow(size: number): [number, number] {
    const old = this.wasm.buffer.byteLength;
    const [start, end] = this.#gaps.at(-1) ?? [0, 0];
    const needed = Math.ceil((size - (end === old - SLACK ? end - start : 0)) / PAGE);
    try {
      this.wasm.grow(Math.max(needed, Math.min(old / PAGE, STEP, PAGE - old / PAGE)));
    } catch (cause) {
      const rule = `memory: cannot grow by ${needed} pages, ${this.#inUse} bytes are in use`;
      throw new RangeError(rule, { cause });
    }
    return this.#addGap(old - SLACK, this.wasm.buffer.byteLength - SLACK);
  }

  #addGap(start: number, end: number): [number, number] {
    const above = this.#gaps.findIndex((gap) => gap[0] > start);
    const index = above < 0 ? this.#gaps.length : above;
    const [before, after] = [this.#gaps[index - 1], this.#gaps[index]];
    const joinsBefore = before?.[1] === start;
    const joinsAfter = after?.[0] === end;
    const gap: [number, number] = [joinsBefore ? before[0] : start, joinsAfter ? after[1] : end];
    this.#gaps.splice(index - Number(joinsBefore), Number(joinsBefore) + Number(joinsAfter), gap);
    return gap;
  }
}

/** Rounded up to 16, as regions are. */
export function aligned(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
}
