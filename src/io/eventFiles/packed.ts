import { viewOf } from '../bytes/viewOf.js';

/** Most bytes of a packet, packed or unpacked: four million events. */
export const MOST_BYTES = 2 ** 26;

/** Bytes of a packet break a rule; where in the file they are is added by who has them from there. */
export class Unsound extends Error {
  constructor(
    readonly rule: string,
    readonly got: unknown,
  ) {
    super(`${rule}, got ${got}`);
  }
}

/** The bytes of a packed packet, read one after the other. */
export class Packed {
  at = 0;
  readonly #view: DataView;

  constructor(readonly bytes: Uint8Array) {
    this.#view = viewOf(bytes);
  }

  u8(): number {
    return this.#view.getUint8(this.#next(1));
  }

  u32(): number {
    return this.#view.getUint32(this.#next(4), true);
  }

  /** A number of up to 8 bytes; beyond 2^53 it is not exact, but it is beyond every limit too. */
  unsigned(size: number): number {
    const at = this.#next(size);
    let value = 0;
    for (let i = size - 1; i >= 0; i -= 1) value = value * 256 + this.bytes[at + i]!;
    return value;
  }

  take(count: number): Uint8Array {
    const at = this.#next(count);
    return this.bytes.subarray(at, at + count);
  }

  #next(count: number): number {
    const at = this.at;
    if (at + count > this.bytes.length) {
      throw new Unsound(`a packet must not end within a part of ${count} bytes`, this.bytes.length - at);
    }
    this.at += count;
    return at;
  }
}
