import type { Pixel } from './colours.js';

/** Counts how many spikes of one step fall into each row of pixels, and draws them: the more of its neurons, the darker. */
export class RowMarks {
  readonly #top: Uint16Array;
  readonly #bottom: Uint16Array;
  readonly #spikes: Uint32Array;
  /** The shade for a number of spikes in a row. */
  readonly #shade: Uint32Array;

  constructor(neurons: number, height: number, shades: readonly Pixel[]) {
    // where there is room for it, a gap shows which neuron is which
    const tall = height >= 2 * neurons;
    const top = (neuron: number) => Math.max(0, Math.floor(height * (1 - (neuron + 1) / neurons)));
    const bottom = (neuron: number) => (tall ? Math.floor(height * (1 - neuron / neurons)) - 1 : 0);
    this.#top = Uint16Array.from({ length: neurons }, (_, neuron) => top(neuron));
    this.#bottom = this.#top.map((top, neuron) => Math.max(top + 1, bottom(neuron)));
    this.#spikes = new Uint32Array(height);
    const full = tall ? 1 : Math.max(1, neurons / height);
    const shadeOf = (spikes: number) =>
      shades[Math.min(shades.length, Math.ceil((shades.length * spikes) / full)) - 1] ?? 0;
    this.#shade = Uint32Array.from({ length: Math.ceil(full) + 2 }, (_, spikes) => shadeOf(spikes));
  }

  /** Takes the spikes of 32 neurons. */
  add(word: number, w: number): void {
    for (let bits = word; bits !== 0; bits &= bits - 1) {
      const neuron = 32 * w + 31 - Math.clz32(bits & -bits);
      for (let y = this.#top[neuron]!; y < this.#bottom[neuron]!; y++) this.#spikes[y]!++;
    }
  }

  /** Draws what was added since the last time into the columns from `from` to before `to`. */
  draw(pixels: Uint32Array, width: number, from: number, to: number): void {
    for (let y = 0; y < this.#spikes.length; y++) {
      const spikes = this.#spikes[y]!;
      if (spikes === 0) continue;
      this.#spikes[y] = 0;
      const shade = this.#shade[spikes]!;
      for (let at = y * width + from; at < y * width + to; at++) pixels[at] = shade;
    }
  }
}
