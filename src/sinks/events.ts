import { type Shape, sizeOf } from '../shape.js';
import type { Gathering } from './layersFigure.js';

/** Spikes as address events: the step and the neuron of each, in order of time. */
export class Events implements Gathering {
  #shape: Shape = [];
  #t = new Uint32Array(1024);
  #id = new Uint32Array(1024);
  #length = 0;

  /** Appends the neurons that fired in step `t`. */
  add(spk: Float32Array, t: number, features: Shape): void {
    this.#shape = features;
    for (let id = 0; id < spk.length; id++) {
      if (spk[id] === 0) continue;
      if (this.#length === this.#t.length) this.#grow();
      this.#t[this.#length] = t;
      this.#id[this.#length] = id;
      this.#length += 1;
    }
  }

  finish(): {
    readonly t: Uint32Array;
    readonly id: Uint32Array;
    readonly neurons: number;
    readonly shape: Shape;
  } {
    return {
      t: this.#t.subarray(0, this.#length),
      id: this.#id.subarray(0, this.#length),
      neurons: sizeOf(this.#shape),
      shape: this.#shape,
    };
  }

  #grow(): void {
    const [t, id] = [this.#t, this.#id];
    this.#t = new Uint32Array(2 * t.length);
    this.#id = new Uint32Array(2 * id.length);
    this.#t.set(t);
    this.#id.set(id);
  }
}
