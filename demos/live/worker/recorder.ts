import type { Step } from 'rxsnn';
import { KEPT, type Layer, type Neuron, type Steps, wordsOf } from '../model/protocol.js';

/** The last steps of the run in memory of a fixed size: spikes as bits, and all membranes. */
export class Recorder {
  readonly #t = new Uint32Array(KEPT);
  readonly #bits: Uint32Array;
  readonly #mem: Float32Array;
  readonly #words: number;
  readonly #offsets: readonly number[];
  readonly #neurons: number;
  /** Steps that were added, and those that were handed out. */
  #added = 0;
  #taken = 0;
  #pending: Promise<void> = Promise.resolve();
  #waiting = 0;
  watched: readonly Neuron[] = [];

  constructor(readonly layers: readonly Layer[]) {
    this.#words = layers.reduce((sum, { neurons }) => sum + wordsOf(neurons), 0);
    // the inputs have no membranes
    this.#offsets = layers.map((_, i) => layers.slice(1, i).reduce((sum, { neurons }) => sum + neurons, 0));
    this.#neurons = layers.slice(1).reduce((sum, { neurons }) => sum + neurons, 0);
    this.#bits = new Uint32Array(KEPT * this.#words);
    this.#mem = new Float32Array(KEPT * this.#neurons);
  }

  /** Reads the step, which takes time on an asynchronous device; the order stays. */
  add(step: Step<string>): void {
    const signals = this.layers.map(({ name }) => step.layers[name]!);
    const spk = signals.map(({ spk }) => spk!.read());
    const mem = signals.slice(1).map(({ mem }) => mem!.read());
    const all = [...spk, ...mem];
    if (this.#waiting === 0 && !all.some((numbers) => numbers instanceof Promise)) {
      this.#keep(step.t, spk as Float32Array[], mem as Float32Array[]);
      return;
    }
    this.#waiting += 1;
    this.#pending = Promise.all([this.#pending, Promise.all(spk), Promise.all(mem)]).then(([, spk, mem]) => {
      this.#waiting -= 1;
      this.#keep(step.t, spk, mem);
    });
  }

  /** Hands out nothing of what was added before. */
  forget(): void {
    this.#taken = this.#added;
  }

  /** The steps since the last call, as far as they are kept. */
  take(): Steps {
    const count = Math.min(this.#added - this.#taken, KEPT);
    const first = this.#added - count;
    const unseen = first - this.#taken;
    this.#taken = this.#added;
    const t = new Uint32Array(count);
    const bits = new Uint32Array(count * this.#words);
    const mem = new Float32Array(count * this.watched.length);
    for (let i = 0; i < count; i++) {
      const slot = (first + i) % KEPT;
      t[i] = this.#t[slot]!;
      bits.set(this.#bits.subarray(slot * this.#words, (slot + 1) * this.#words), i * this.#words);
      this.watched.forEach((neuron, w) => {
        mem[i * this.watched.length + w] = this.#membrane(slot, neuron);
      });
    }
    return { t, bits, mem, watched: this.watched, unseen };
  }

  /** The membranes of the watched neurons over all steps that are kept. */
  traces(): { t: Uint32Array; mem: Float32Array[] } {
    const count = Math.min(this.#taken, KEPT);
    const slots = Array.from({ length: count }, (_, i) => (this.#taken - count + i) % KEPT);
    return {
      t: Uint32Array.from(slots, (slot) => this.#t[slot]!),
      mem: this.watched.map((neuron) => Float32Array.from(slots, (slot) => this.#membrane(slot, neuron))),
    };
  }

  #membrane(slot: number, { layer, neuron }: Neuron): number {
    return layer === 0 ? 0 : this.#mem[slot * this.#neurons + this.#offsets[layer]! + neuron]!;
  }

  #keep(t: number, spk: readonly Float32Array[], mem: readonly Float32Array[]): void {
    const slot = this.#added % KEPT;
    this.#added += 1;
    this.#t[slot] = t;
    let word = slot * this.#words;
    for (const spikes of spk) {
      this.#bits.fill(0, word, word + wordsOf(spikes.length));
      for (let n = 0; n < spikes.length; n++)
        if (spikes[n] !== 0) this.#bits[word + (n >> 5)]! |= 1 << (n & 31);
      word += wordsOf(spikes.length);
    }
    let at = slot * this.#neurons;
    for (const potentials of mem) {
      this.#mem.set(potentials, at);
      at += potentials.length;
    }
  }
}
