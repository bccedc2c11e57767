import type { Gathering } from './layersFigure.js';

/** The steps between two spikes of the same neuron, of all neurons together: each length once, and how often it came. */
export class Intervals implements Gathering {
  /** The step after each neuron's last spike, 0 before its first. */
  #after = new Float64Array(0);
  readonly #counts = new Map<number, number>();

  add(spk: Float32Array, t: number): void {
    if (this.#after.length === 0) this.#after = new Float64Array(spk.length);
    for (let neuron = 0; neuron < spk.length; neuron++) {
      if (spk[neuron] === 0) continue;
      const after = this.#after[neuron]!;
      if (after > 0) this.#counts.set(t + 1 - after, (this.#counts.get(t + 1 - after) ?? 0) + 1);
      this.#after[neuron] = t + 1;
    }
  }

  finish(): { readonly intervals: readonly number[]; readonly counts: readonly number[] } {
    return { intervals: [...this.#counts.keys()], counts: [...this.#counts.values()] };
  }
}
