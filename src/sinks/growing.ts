/** Float32 numbers that grow by pieces of one size: exact where the number of pieces is known, else by doubling. */
export class Growing {
  #data: Float32Array;
  #length = 0;

  constructor(
    private readonly piece: number,
    pieces = 64,
  ) {
    this.#data = new Float32Array(piece * pieces);
  }

  push(piece: Float32Array): void {
    this.next().set(piece);
  }

  /** Where the next piece goes. */
  next(): Float32Array {
    const end = this.#length + this.piece;
    if (end > this.#data.length) {
      const larger = new Float32Array(2 * this.#data.length + this.piece);
      larger.set(this.#data);
      this.#data = larger;
    }
    const place = this.#data.subarray(this.#length, end);
    this.#length = end;
    return place;
  }

  /** The numbers, without what was kept in reserve. */
  finish(): Float32Array {
    return this.#length === this.#data.length ? this.#data : this.#data.slice(0, this.#length);
  }
}
