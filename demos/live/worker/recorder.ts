import type { Step } from 'rxsnn';
import { depthOf, Layout, placed, wordsOf } from '../model/layout.js';
import type { Layer, Neuron } from '../model/network.js';
import { KEPT, type Steps } from '../model/protocol.js';

/** The last steps of the run in memory of a fixed size: spikes as bits, and all membranes. */
export class Recorder {
  readonly #t = new Uint32Array(KEPT);
  readonly #bits: Uint32Array;
  readonly #mem: Float32Array;
  readonly #layout: Layout;
  /** Where each layer's membranes lie among those of a step, how many there are, and of how many steps they are kept. */
  readonly #offsets: readonly number[];
  readonly #neurons: number;
  readonly #depth: number;
  /** Steps that were added, and those that were handed out. */
  #added = 0;
  #taken = 0;
  #pending: Promise<void> = Promise.resolve();
  /** Steps that are being read. */
  readonly #reading = new Set<{ readonly t: number; forgotten: boolean }>();
  watched: readonly Neuron[] = [];

  constructor(readonly layers: readonly Layer[]) {
    this.#layout = new Layout(layers);
    [this.#offsets, this.#neurons] = placed(layers.map(({ trace, neurons }) => (trace ? neurons : 0)));
    this.#depth = depthOf(this.#neurons);
    this.#bits = new Uint32Array(KEPT * this.#layout.words);
    this.#mem = new Float32Array(this.#depth * this.#neurons);
  }

  /** Reads the step, which takes time on an asynchronous device; the order stays. */
  add(step: Step<string>): void {
    const read = (signal: (layer: Layer) => string | undefined) =>
      this.layers.flatMap((layer) => {
        const name = signal(layer);
        return name === undefined ? [] : [step.layers[layer.name]![name]!.read()];
      });
    const spk = read(({ signal }) => (signal === 'spk' ? 'spk' : undefined));
    const mem = read(({ trace }) => trace);
    const all = [...spk, ...mem];
    if (this.#reading.size === 0 && !all.some((numbers) => numbers instanceof Promise)) {
      this.#keep(step.t, spk as Float32Array[], mem as Float32Array[]);
      return;
    }
    const reading = { t: step.t, forgotten: false };
    this.#reading.add(reading);
    this.#pending = Promise.all([this.#pending, Promise.all(spk), Promise.all(mem)]).then(([, spk, mem]) => {
      this.#reading.delete(reading);
      if (!reading.forgotten) this.#keep(step.t, spk, mem);
    });
  }

  /** Hands out nothing from step `t` on of what was added before: the run goes back there. */
  forget(t: number): void {
    for (const each of this.#reading) each.forgotten ||= each.t >= t;
    while (this.#added > this.#taken && this.#t[(this.#added - 1) % KEPT]! >= t) this.#added -= 1;
  }

  /** The steps since the last call, as far as they are kept. */
  take(): Steps {
    const { words, values: all, valueAt } = this.#layout;
    const count = Math.min(this.#added - this.#taken, KEPT);
    const first = this.#added - count;
    const unseen = first - this.#taken;
    this.#taken = this.#added;
    const t = new Uint32Array(count);
    const bits = new Uint32Array(count * words);
    const values = new Float32Array(count * all);
    const mem = new Float32Array(count * this.watched.length);
    for (let i = 0; i < count; i++) {
      const slot = (first + i) % KEPT;
      t[i] = this.#t[slot]!;
      bits.set(this.#bits.subarray(slot * words, (slot + 1) * words), i * words);
      for (const [l, { signal }] of this.layers.entries()) {
        if (signal !== 'spk') values.set(this.#membranes(first + i, l), i * all + valueAt[l]!);
      }
      this.watched.forEach((neuron, w) => {
        mem[i * this.watched.length + w] = this.#membrane(first + i, neuron);
      });
    }
    return { t, bits, values, mem, watched: this.watched, unseen };
  }

  /** The membranes of the watched neurons over all steps that are kept. */
  traces(): { t: Uint32Array; mem: Float32Array[] } {
    const count = Math.min(this.#taken, this.#depth);
    const steps = Array.from({ length: count }, (_, i) => this.#taken - count + i);
    return {
      t: Uint32Array.from(steps, (step) => this.#t[step % KEPT]!),
      mem: this.watched.map((neuron) => Float32Array.from(steps, (step) => this.#membrane(step, neuron))),
    };
  }

  /** NaN for an input, and where it is no longer kept. */
  #membrane(step: number, { layer, neuron }: Neuron): number {
    return this.#membranes(step, layer)[neuron] ?? Number.NaN;
  }

  #membranes(step: number, layer: number): Float32Array {
    const { trace, neurons } = this.layers[layer]!;
    if (!trace || step < this.#added - this.#depth) return new Float32Array(0);
    const start = (step % this.#depth) * this.#neurons + this.#offsets[layer]!;
    return this.#mem.subarray(start, start + neurons);
  }

  #keep(t: number, spk: readonly Float32Array[], mem: readonly Float32Array[]): void {
    const slot = this.#added % KEPT;
    let word = slot * this.#layout.words;
    let at = (this.#added % this.#depth) * this.#neurons;
    this.#added += 1;
    this.#t[slot] = t;
    for (const spikes of spk) {
      this.#bits.fill(0, word, word + wordsOf(spikes.length));
      for (let n = 0; n < spikes.length; n++)
        if (spikes[n] !== 0) this.#bits[word + (n >> 5)]! |= 1 << (n & 31);
      word += wordsOf(spikes.length);
    }
    for (const potentials of mem) {
      this.#mem.set(potentials, at);
      at += potentials.length;
    }
  }
}
