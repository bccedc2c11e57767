import { viewOf } from '../bytes/viewOf.js';

/** A part of an HDF5 file, read from front to end; numbers are little-endian, as HDF5's own are. */
export class Part {
  readonly #view: DataView;
  #at = 0;

  constructor(readonly bytes: Uint8Array) {
    this.#view = viewOf(bytes);
  }

  get left(): number {
    return this.bytes.length - this.#at;
  }

  take(count: number): Uint8Array {
    if (count > this.left)
      throw new Error(`a structure is cut short, it wants ${count} of ${this.left} bytes`);
    this.#at += count;
    return this.bytes.subarray(this.#at - count, this.#at);
  }

  skip(count: number): void {
    this.take(count);
  }

  u8(): number {
    return this.take(1)[0]!;
  }

  u16(): number {
    this.skip(2);
    return this.#view.getUint16(this.#at - 2, true);
  }

  u32(): number {
    this.skip(4);
    return this.#view.getUint32(this.#at - 4, true);
  }

  /** A length or a size of 64 bits. Beyond 2^53 it is rounded, and refused by whoever checks it against the file. */
  u64(): number {
    this.skip(8);
    return Number(this.#view.getBigUint64(this.#at - 8, true));
  }

  /** A whole number of 1 to 8 bytes. */
  unsigned(bytes: number): number {
    return this.take(bytes).reduceRight((value, byte) => value * 256 + byte, 0);
  }

  /** Text up to a zero, which is taken too. */
  text(): string {
    const end = this.bytes.indexOf(0, this.#at);
    if (end < 0) throw new Error('a name has no end');
    const name = this.take(end - this.#at);
    this.skip(1);
    return decode(name);
  }

  expect(signature: string): void {
    const got = decode(this.take(signature.length));
    if (got !== signature)
      throw new Error(`a structure must begin with ${signature}, got ${JSON.stringify(got)}`);
  }
}

/**
 * The bytes of an HDF5 file. Everything that is parsed is asked for here, which keeps a damaged file from leading its
 * reader in circles: what lies beyond the end is refused, and so is reading the file eight times over.
 */
export class Source {
  #budget: number;

  constructor(readonly bytes: Uint8Array) {
    this.#budget = 8 * bytes.length;
  }

  slice(at: number, length: number): Uint8Array {
    if (!(at + length <= this.bytes.length)) {
      throw new Error(`a structure lies beyond the end, ${length} bytes at ${at} of ${this.bytes.length}`);
    }
    this.charge(length);
    return this.bytes.subarray(at, at + length);
  }

  /** Counts bytes that are made out of the file's. */
  charge(length: number): void {
    this.#budget -= length;
    if (this.#budget < 0) throw new Error('the structures refer to each other in circles');
  }

  part(at: number, length: number): Part {
    return new Part(this.slice(at, length));
  }
}

/** The address of what does not exist. */
export const NOWHERE = 2 ** 64;

export function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
