import { depthOf, Layout, wordsOf } from '../model/layout.js';
import type { Layer, Neuron } from '../model/network.js';
import { KEPT, type Steps } from '../model/protocol.js';

/** The steps that the page can show, in memory of a fixed size. Index `first` is the oldest, `end - 1` the last. */
export class Ring {
  readonly #t = new Uint32Array(KEPT);
  readonly #bits: Uint32Array;
  readonly #values: Float32Array;
  readonly #depth: number;
  readonly #layout: Layout;
  /** Index of the oldest step whose values are kept. */
  #valued = 0;
  first = 0;
  end = 0;
  /** Grows whenever something that was there is gone. */
  generation = 0;

  constructor(readonly layers: readonly Layer[]) {
    this.#layout = new Layout(layers);
    this.#depth = depthOf(this.#layout.values);
    this.#bits = new Uint32Array(KEPT * this.#layout.words);
    this.#values = new Float32Array(this.#depth * this.#layout.values);
  }

  /** Appends steps; those that are not later than what is there begin another future, and what came after is forgotten. */
  add({ t, bits, values }: Steps): void {
    const { words, values: count } = this.#layout;
    for (let i = 0; i < t.length; i++) {
      this.cut(t[i]!);
      const slot = this.end % KEPT;
      this.#t[slot] = t[i]!;
      this.#bits.set(bits.subarray(i * words, (i + 1) * words), slot * words);
      this.#values.set(values.subarray(i * count, (i + 1) * count), (this.end % this.#depth) * count);
      this.end += 1;
      this.first = Math.max(this.first, this.end - KEPT);
      this.#valued = Math.max(this.#valued, this.end - this.#depth);
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

  /** 32 neurons of a layer that spikes, at an index. */
  word(index: number, layer: number, word: number): number {
    return this.#bits[(index % KEPT) * this.#layout.words + this.#layout.wordAt[layer]! + word]!;
  }

  /** What a layer that does not spike handed on at an index; nothing where that is no longer kept. */
  valuesAt(index: number, layer: number): Float32Array {
    if (!this.has(index) || index < this.#valued) return new Float32Array(0);
    const start = (index % this.#depth) * this.#layout.values + this.#layout.valueAt[layer]!;
    return this.#values.subarray(start, start + this.layers[layer]!.neurons);
  }

  fired(index: number, { layer, neuron }: Neuron): boolean {
    if (this.layers[layer]!.signal !== 'spk') return false;
    return ((this.word(index, layer, neuron >> 5) >>> (neuron & 31)) & 1) === 1;
  }

  /** How often each neuron of a layer fired in the steps from `from` to before `to`. */
  counts(layer: number, from: number, to: number): Uint16Array {
    const { neurons, signal } = this.layers[layer]!;
    const counts = new Uint16Array(neurons);
    if (signal !== 'spk') return counts;
    for (let index = Math.max(from, this.first); index < Math.min(to, this.end); index++) {
      for (let w = 0; w < wordsOf(neurons); w++) {
        for (let bits = this.word(index, layer, w); bits !== 0; bits &= bits - 1) {
          counts[32 * w + 31 - Math.clz32(bits & -bits)]!++;
        }
      }
    }
    return counts;
  }

  /** Mean of each neuron of a layer that does not spike, over the steps from `from` to before `to` that are kept. */
  means(layer: number, from: number, to: number): Float32Array {
    const means = new Float32Array(this.layers[layer]!.neurons);
    let steps = 0;
    for (let index = Math.max(from, this.first); index < Math.min(to, this.end); index++) {
      const values = this.valuesAt(index, layer);
      for (let n = 0; n < values.length; n++) means[n]! += values[n]!;
      if (values.length > 0) steps++;
    }
    return steps === 0 ? means : means.map((sum) => sum / steps);
  }

  /** A copy of the spikes from an index on, which stays as it is. */
  copy(from: number): Ring {
    const copy = new Ring(this.layers);
    copy.#t.set(this.#t);
    copy.#bits.set(this.#bits);
    copy.first = Math.max(from, this.first);
    copy.end = this.end;
    return copy;
  }
}
