import { padded } from './padded.js';

/** Writes little-endian numbers one after the other into bytes that are there, or that grow. */
class Pen {
  #at: number;

  constructor(
    readonly buffer: Growing,
    at: number,
  ) {
    this.#at = at;
  }

  bytes(...values: number[]): this {
    return this.copy(Uint8Array.from(values));
  }

  copy(values: Uint8Array): this {
    this.buffer.fit(this.#at + values.length);
    this.buffer.bytes.set(values, this.#at);
    this.#at += values.length;
    return this;
  }

  u16(...values: number[]): this {
    return this.#each(values, 2, (view, at, value) => view.setUint16(at, value, true));
  }

  u32(...values: number[]): this {
    return this.#each(values, 4, (view, at, value) => view.setUint32(at, value, true));
  }

  u64(...values: number[]): this {
    return this.#each(values, 8, (view, at, value) => view.setBigUint64(at, BigInt(value), true));
  }

  /** The address of what does not exist. */
  nowhere(): this {
    return this.bytes(...new Array<number>(8).fill(255));
  }

  text(value: string): this {
    return this.copy(new TextEncoder().encode(value));
  }

  /** The bytes from the beginning up to here. */
  finish(): Uint8Array {
    return this.buffer.bytes.slice(0, this.#at);
  }

  #each(values: number[], size: number, write: (view: DataView, at: number, value: number) => void): this {
    this.buffer.fit(this.#at + values.length * size);
    for (const value of values) {
      write(new DataView(this.buffer.bytes.buffer), this.#at, value);
      this.#at += size;
    }
    return this;
  }
}

class Growing {
  bytes = new Uint8Array(256);

  fit(length: number): void {
    if (length <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(length, 2 * this.bytes.length));
    larger.set(this.bytes);
    this.bytes = larger;
  }
}

/** The least that a heap of texts takes. */
const heapBytes = 4096;

/** An HDF5 file while it is written: room is reserved at its end and filled in any order. */
export class Builder {
  readonly #buffer = new Growing();
  /** The heap that takes texts: where it is, its size, what of it is used, and how many texts it has. */
  #heap = { address: 0, size: 0, used: 0, count: 0 };
  length = 0;

  /** Room for `count` bytes, at a multiple of 8; returns its address. */
  reserve(count: number): number {
    const address = padded(this.length);
    this.length = address + count;
    this.#buffer.fit(this.length);
    return address;
  }

  at(address: number): Pen {
    return new Pen(this.#buffer, address);
  }

  /** A piece of its own, to be copied later. */
  message(): Pen {
    return new Pen(new Growing(), 0);
  }

  /** Puts a text into a heap, and says where. */
  keepText(text: string): { readonly length: number; readonly heap: number; readonly index: number } {
    const bytes = new TextEncoder().encode(text);
    if (bytes.length === 0) return { length: 0, heap: 0, index: 0 };
    const takes = 16 + padded(bytes.length);
    if (this.#heap.used + takes > this.#heap.size) this.#openHeap(takes);
    const heap = this.#heap;
    heap.count += 1;
    this.at(heap.address + heap.used)
      .u16(heap.count, 0)
      .u32(0)
      .u64(bytes.length)
      .copy(bytes);
    heap.used += takes;
    // what is left is an object with the number 0
    const left = heap.size - heap.used;
    if (left >= 16)
      this.at(heap.address + heap.used)
        .u16(0, 0)
        .u32(0)
        .u64(left);
    return { length: bytes.length, heap: heap.address, index: heap.count };
  }

  finish(): Uint8Array {
    return this.#buffer.bytes.slice(0, this.length);
  }

  #openHeap(takes: number): void {
    const size = Math.max(heapBytes, 16 + takes);
    this.#heap = { address: this.reserve(size), size, used: 16, count: 0 };
    this.at(this.#heap.address).text('GCOL').bytes(1, 0, 0, 0).u64(size);
  }
}
