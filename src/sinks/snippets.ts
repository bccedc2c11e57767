/** How many pieces are kept to be drawn: more lines would only make the picture grey. */
const LIMIT = 200;

/** Pieces of a signal around spikes: their mean, and of many a sample that is spread evenly over the run. */
export class Snippets {
  readonly #sum: Float64Array;
  #kept: Float32Array[] = [];
  #every = 1;
  #count = 0;

  constructor(readonly length: number) {
    this.#sum = new Float64Array(length);
  }

  /** Takes in the piece that `valueAt` reads, from its first step on. */
  add(valueAt: (i: number) => number): void {
    const piece = Float32Array.from({ length: this.length }, (_, i) => valueAt(i));
    for (let i = 0; i < piece.length; i++) this.#sum[i]! += piece[i]!;
    if (this.#count % this.#every === 0) this.#keep(piece);
    this.#count += 1;
  }

  finish(): {
    readonly snippets: readonly Float32Array[];
    readonly mean: Float64Array;
    readonly spikes: number;
  } {
    const mean = this.#sum.map((sum) => sum / Math.max(1, this.#count));
    return { snippets: this.#kept, mean, spikes: this.#count };
  }

  #keep(piece: Float32Array): void {
    this.#kept.push(piece);
    if (this.#kept.length < LIMIT) return;
    this.#kept = this.#kept.filter((_, i) => i % 2 === 0);
    this.#every *= 2;
  }
}
