/** Float32 numbers that grow by pieces of one size: exact where the number of pieces is known, else by doubling. */
export class Growing {
  #data: Float32Array;
  #length = 0;

  constructor(piece: number, pieces = 64) {
    this.#data = new Float32Array(piece * pieces);
  }

  push(piece: Float32Array): void {
    if (this.#length + piece.length > this.#data.length) {
      const larger = new Float32Array(2 * this.#data.length + piece.length);
      larger.set(this.#data);
      this.#data = larger;
    }
    this.#data.set(piece, this.#length);
    this.#length += piece.length;
  }

  /** The numbers, without what was kept in reserve. */
  finish(): Float32Array {
    return this.#length === this.#data.length ? this.#data : this.#data.slice(0, this.#length);
  }
}
