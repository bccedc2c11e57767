import type { Layout } from '../shape.js';

/**
 * A delay where the device's memory is the host's: what came in lately, in a ring. It is no arithmetic, so there is no
 * kernel for it either.
 */
export class DelayLine {
  readonly #size: number;
  readonly #slots: number;
  readonly #ring: Float32Array;
  #now = 0;

  constructor(
    private readonly delays: number | Int32Array,
    private readonly layout: Layout,
  ) {
    this.#size = layout.batch * layout.features;
    this.#slots = longest(delays) + 1;
    this.#ring = new Float32Array(this.#slots * this.#size);
  }

  /** From the steps in `x` to as many in `y`. */
  run(x: Float32Array, y: Float32Array): void {
    const size = this.#size;
    for (let at = 0; at < x.length; at += size) {
      this.#ring.set(x.subarray(at, at + size), this.#now * size);
      this.#delayed(y.subarray(at, at + size));
      this.#now = (this.#now + 1) % this.#slots;
    }
  }

  #delayed(y: Float32Array): void {
    const { delays } = this;
    if (typeof delays === 'number') {
      const from = this.#slotOf(delays);
      y.set(this.#ring.subarray(from, from + this.#size));
      return;
    }
    const { features } = this.layout;
    for (let neuron = 0; neuron < features; neuron++) {
      const from = this.#slotOf(delays[neuron]!);
      for (let i = neuron; i < this.#size; i += features) y[i] = this.#ring[from + i]!;
    }
  }

  /** Where the step of so many steps ago begins. */
  #slotOf(delay: number): number {
    return ((this.#now + this.#slots - delay) % this.#slots) * this.#size;
  }
}

/** Most steps that a neuron waits. */
export function longest(delays: number | Int32Array): number {
  return typeof delays === 'number' ? delays : delays.reduce((most, delay) => Math.max(most, delay), 0);
}
