/**
 * Float32 numbers that grow by pieces of one size. Pieces stay where they are until the end, since their numbers may still be
 * on their way: what is full is left, and another array begun, as long as all before.
 */
export class Growing {
  readonly #full: Float32Array[] = [];
  #open: Float32Array;
  #used = 0;

  /** `pieces`: how many are expected; there may come fewer or more. */
  constructor(
    private readonly piece: number,
    pieces = FEW,
  ) {
    this.#open = reserved(piece, pieces);
  }

  push(piece: Float32Array): void {
    this.next().set(piece);
  }

  /** Where the next piece goes. */
  next(): Float32Array {
    if (this.#used + this.piece > this.#open.length) this.#extend();
    const place = this.#open.subarray(this.#used, this.#used + this.piece);
    this.#used += this.piece;
    return place;
  }

  /** The numbers, without what was kept in reserve. */
  finish(): Float32Array {
    const last = this.#used === this.#open.length ? this.#open : this.#open.slice(0, this.#used);
    if (this.#full.length === 0) return last;
    const all = new Float32Array(sizeOf(this.#full) + this.#used);
    let at = 0;
    for (const numbers of [...this.#full, last]) {
      all.set(numbers, at);
      at += numbers.length;
    }
    return all;
  }

  #extend(): void {
    if (this.#used > 0) this.#full.push(this.#open);
    this.#open = new Float32Array(sizeOf(this.#full) || FEW * this.piece);
    this.#used = 0;
  }
}

const FEW = 64;

/** Room for the pieces that are expected; for a few where so much is not to be had, as perhaps they never come. */
function reserved(piece: number, pieces: number): Float32Array {
  try {
    return new Float32Array(piece * pieces);
  } catch (error) {
    if (error instanceof RangeError) return new Float32Array(piece * FEW);
    throw error;
  }
}

const sizeOf = (arrays: readonly Float32Array[]) => arrays.reduce((size, { length }) => size + length, 0);
