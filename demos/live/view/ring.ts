import { KEPT, type Layer, type Neuron, type Steps, wordsOf } from '../model/protocol.js';

/** The steps that the page can show, in memory of a fixed size. Index `first` is the oldest, `end - 1` the last. */
export class Ring {
  readonly #t = new Uint32Array(KEPT);
  readonly #bits: Uint32Array;
  readonly #words: number;
  readonly offsets: readonly number[];
  first = 0;
  end = 0;
  /** Grows whenever something that was there is gone. */
  generation = 0;

  constructor(readonly layers: readonly Layer[]) {
    const words = layers.map(({ neurons }) => wordsOf(neurons));
    this.offsets = words.map((_, i) => words.slice(0, i).reduce((a, b) => a + b, 0));
    this.#words = words.reduce((a, b) => a + b, 0);
    this.#bits = new Uint32Array(KEPT * this.#words);
  }

  /** Appends steps; those that are not later than what is there begin another future, and what came after is forgotten. */
  add({ t, bits }: Steps): void {
    for (let i = 0; i < t.length; i++) {
      this.cut(t[i]!);
      const slot = this.end % KEPT;
      this.#t[slot] = t[i]!;
      this.#bits.set(bits.subarray(i * this.#words, (i + 1) * this.#words), slot * this.#words);
      this.end += 1;
      this.first = Math.max(this.first, this.end - KEPT);
    }
  }

  /** Forgets step `t` and all after it. */
  cut(t: number): void {
    while (this.end > this.first && this.t(this.end - 1) >= t) {
      this.end -= 1;
      this.generation += 1;
    }
  }

  clear(): void {
    this.first = this.end;
    this.generation += 1;
  }

  /** Number of the step at an index. */
  t(index: number): number {
    return this.#t[index % KEPT]!;
  }

  /** Index of a step, or of the first one after it. */
  indexOf(t: number): number {
    let [low, high] = [this.first, this.end];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.t(middle) < t) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  has(index: number): boolean {
    return index >= this.first && index < this.end;
  }

  /** 32 neurons of a layer at an index. */
  word(index: number, layer: number, word: number): number {
    return this.#bits[(index % KEPT) * this.#words + this.offsets[layer]! + word]!;
  }

  fired(index: number, { layer, neuron }: Neuron): boolean {
    return ((this.word(index, layer, neuron >> 5) >>> (neuron & 31)) & 1) === 1;
  }

  /** How often each neuron of a layer fired in the steps from `from` to before `to`. */
  counts(layer: number, from: number, to: number): Uint16Array {
    const counts = new Uint16Array(this.layers[layer]!.neurons);
    for (let index = Math.max(from, this.first); index < Math.min(to, this.end); index++) {
      for (let w = 0; w < wordsOf(counts.length); w++) {
        for (let bits = this.word(index, layer, w); bits !== 0; bits &= bits - 1) {
          counts[32 * w + 31 - Math.clz32(bits & -bits)]!++;
        }
      }
    }
    return counts;
  }

  /** A copy of the steps from an index on, which stays as it is. */
  copy(from: number): Ring {
    const copy = new Ring(this.layers);
    copy.#t.set(this.#t);
    copy.#bits.set(this.#bits);
    copy.first = Math.max(from, this.first);
    copy.end = this.end;
    return copy;
  }
}
