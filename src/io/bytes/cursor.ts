import { type Bytes, Malformed } from './bytes.js';

/** Bytes that are read from the file at once. */
const PIECE = 64 * 1024;

/** Reads a file from front to back, with one piece of it in memory. */
export class Cursor {
  /** Where the next byte to be taken is in the file. */
  at = 0;
  #piece: Uint8Array = new Uint8Array(0);
  #start = 0;

  constructor(
    readonly operator: string,
    readonly file: Bytes,
  ) {}

  /** How many bytes are left. */
  get left(): number {
    return this.file.size - this.at;
  }

  /** An error in the file: what its rule is, what was found instead, and where. */
  fault(rule: string, got: unknown, at = this.at): Malformed {
    return new Malformed(`${this.operator}: ${this.file.name}: ${rule}, got ${printable(got)} at byte ${at}`);
  }

  /** The next `count` bytes, or as many as there are, without taking them. */
  async peek(count: number): Promise<Uint8Array> {
    const wanted = Math.min(count, this.left);
    if (this.at < this.#start || this.at + wanted > this.#start + this.#piece.length) {
      this.#piece = await this.file.read(this.at, Math.max(wanted, PIECE));
      this.#start = this.at;
    }
    return this.#piece.subarray(this.at - this.#start, this.at - this.#start + wanted);
  }

  /** The next `count` bytes; `what` names them in the error of a file that ends before. */
  async take(count: number, what: string): Promise<Uint8Array> {
    if (count > this.left) throw this.fault(`${what} must have ${count} bytes`, this.left);
    const bytes = await this.peek(count);
    if (bytes.length < count) throw this.fault(`${what} must have ${count} bytes`, bytes.length);
    this.at += count;
    return bytes;
  }

  /** Whole records of `size` bytes, as many as one piece holds; none at the end of the file. */
  async records(size: number, what: string): Promise<Uint8Array> {
    const whole = Math.min(Math.floor(PIECE / size), Math.floor(this.left / size)) * size;
    if (whole > 0 || this.left === 0) return this.take(whole, what);
    throw this.fault(`${what} must have ${size} bytes`, this.left);
  }

  /** Passes over `count` bytes. */
  skip(count: number, what: string): void {
    if (count > this.left) throw this.fault(`${what} must have ${count} bytes`, this.left);
    this.at += count;
  }

  /**
   * A line of text without its end, if the file goes on with one that begins with `first`. Bytes that cannot be text are
   * none, though they may begin like it: some formats do not mark the end of their header.
   */
  async line(first: string): Promise<string | undefined> {
    const bytes = await this.peek(PIECE);
    const end = bytes.findIndex((byte) => byte < 32 && byte !== 9 && byte !== 13);
    const text = new TextDecoder('latin1').decode(bytes.subarray(0, Math.max(0, end)));
    if (bytes[end] !== 10 || !text.startsWith(first)) return undefined;
    this.at += end + 1;
    return text.replace(/\r$/, '');
  }
}

/** What a file has, as an error message can print it. */
function printable(got: unknown): string {
  const text = String(got).replace(/[^ -~]/g, '.');
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}
