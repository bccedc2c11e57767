import { viewOf } from '../bytes/viewOf.js';
import { Unsound } from './packed.js';

/** Elements of a vector, each of them fixed in size, from `start` in the buffer's view on. */
export interface Elements {
  readonly length: number;
  readonly start: number;
}

/**
 * The root table of a FlatBuffer, as much of it as AEDAT 4 needs. Every place is checked before it is read.
 *
 * Source: https://flatbuffers.dev/internals/
 */
export class Table {
  readonly view: DataView;
  readonly #at: number;
  readonly #fields: number;
  readonly #fieldBytes: number;

  constructor(buffer: Uint8Array) {
    this.view = viewOf(buffer);
    this.#at = this.#u32(0);
    this.#fields = this.#at - this.#within(this.#at, 4, () => this.view.getInt32(this.#at, true));
    this.#fieldBytes = this.#u16(this.#fields);
  }

  /** The four letters that say what the buffer is. */
  get identifier(): string {
    return this.#text(4, 4);
  }

  int32(field: number, missing: number): number {
    const at = this.#place(field);
    return at === undefined ? missing : this.#within(at, 4, () => this.view.getInt32(at, true));
  }

  /** A number of 64 bits; beyond 2^53 it is not exact. */
  int64(field: number, missing: number): number {
    const at = this.#place(field);
    return at === undefined ? missing : this.#within(at, 8, () => Number(this.view.getBigInt64(at, true)));
  }

  string(field: number): string | undefined {
    const vector = this.elements(field, 1);
    return vector && this.#text(vector.start, vector.length);
  }

  /** A vector whose elements have `size` bytes. */
  elements(field: number, size: number): Elements | undefined {
    const at = this.#place(field);
    if (at === undefined) return undefined;
    const vector = at + this.#u32(at);
    const length = this.#u32(vector);
    return this.#within(vector + 4, length * size, () => ({ length, start: vector + 4 }));
  }

  #place(field: number): number | undefined {
    const entry = 4 + 2 * field;
    if (entry + 2 > this.#fieldBytes) return undefined;
    const offset = this.#u16(this.#fields + entry);
    return offset === 0 ? undefined : this.#at + offset;
  }

  #u16(at: number): number {
    return this.#within(at, 2, () => this.view.getUint16(at, true));
  }

  #u32(at: number): number {
    return this.#within(at, 4, () => this.view.getUint32(at, true));
  }

  #text(at: number, length: number): string {
    const { buffer, byteOffset } = this.view;
    return this.#within(at, length, () =>
      new TextDecoder().decode(new Uint8Array(buffer, byteOffset + at, length)),
    );
  }

  #within<T>(at: number, length: number, read: () => T): T {
    if (at >= 0 && at + length <= this.view.byteLength) return read();
    throw new Unsound(
      `a FlatBuffer of ${this.view.byteLength} bytes must hold its parts`,
      `byte ${at + length}`,
    );
  }
}
