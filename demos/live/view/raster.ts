import { wordsOf } from '../model/layout.js';
import { resize } from './canvas.js';
import { colour, type Pixel, pixel, rgb } from './colours.js';
import type { Ring } from './ring.js';

/** Another future, drawn beneath: its steps from number `from` on. */
export interface Ghost {
  readonly ring: Ring;
  readonly from: number;
}

/** Shades between one neuron and all of a pixel. */
const SHADES = 8;

/**
 * A scrolling raster of one layer: a column a step, the newest at the right, neuron 0 at the bottom, all neurons in it. Only
 * what is new is painted; the rest moves. Where a ghost is, spikes that only one of the futures has are coloured.
 */
export class RasterView {
  #end = 0;
  #steps = 0;
  #palette: readonly Pixel[][] = [];

  constructor(
    readonly canvas: HTMLCanvasElement,
    readonly layer: number,
  ) {}

  /** How many steps there is room for. */
  static steps(width: number): number {
    return Math.max(1, Math.floor(width / COLUMN));
  }

  /** Draws up to before index `end`; `anew` paints all of it. */
  draw(ring: Ring, end: number, ghost: Ghost | undefined, anew: boolean): void {
    const resized = resize(this.canvas);
    const scale = this.canvas.width / Math.max(1, this.canvas.clientWidth);
    const steps = RasterView.steps(this.canvas.clientWidth);
    const column = COLUMN * scale;
    const moved = end - this.#end;
    const whole = anew || resized || moved < 0 || moved >= steps || steps !== this.#steps;
    if (whole || this.#palette.length === 0) this.#palette = palettes();
    if (!whole && moved === 0) return;
    const context = this.canvas.getContext('2d', { willReadFrequently: true })!;
    const count = whole ? steps : moved;
    const { width, height } = this.canvas;
    const left = Math.round(width - count * column);
    if (!whole) {
      context.globalCompositeOperation = 'copy';
      context.drawImage(this.canvas, -(width - left), 0);
      context.globalCompositeOperation = 'source-over';
    } else context.clearRect(0, 0, width, height);
    const image = context.createImageData(Math.max(1, width - Math.max(0, left)), height);
    const pixels = new Uint32Array(image.data.buffer);
    for (let i = 0; i < count; i++) {
      const index = end - count + i;
      if (!ring.has(index)) continue;
      const from = Math.round(i * column);
      // single neurons stand apart, where several share a pixel gaps would only be stripes
      const gap = height >= 2 * ring.layers[this.layer]!.neurons ? 1 : 0;
      const to = Math.max(from + 1, Math.round((i + 1) * column) - gap);
      this.#column(pixels, image.width, height, [from, to], ring, index, ghost);
    }
    context.putImageData(image, Math.max(0, left), 0);
    this.#end = end;
    this.#steps = steps;
  }

  #column(
    pixels: Uint32Array,
    width: number,
    height: number,
    [from, to]: readonly [number, number],
    ring: Ring,
    index: number,
    ghost: Ghost | undefined,
  ): void {
    const { neurons } = ring.layers[this.layer]!;
    const t = ring.t(index);
    const other = ghost && t >= ghost.from ? ghost.ring.indexOf(t) : -1;
    const compared = ghost?.ring.has(other) && ghost.ring.t(other) === t ? ghost.ring : undefined;
    // [both, only now, only then] spikes of each row
    const rows = new Uint8Array(3 * height);
    const tall = height >= 2 * neurons;
    const mark = (kind: number, neuron: number) => {
      const top = Math.floor(height * (1 - (neuron + 1) / neurons));
      const bottom = tall ? Math.floor(height * (1 - neuron / neurons)) - 1 : top + 1;
      for (let y = Math.max(0, top); y < Math.max(bottom, top + 1); y++) rows[3 * y + kind]!++;
    };
    for (let w = 0; w < wordsOf(neurons); w++) {
      const now = ring.word(index, this.layer, w);
      const then = compared?.word(other, this.layer, w) ?? now;
      each(now & then, w, (neuron) => mark(0, neuron));
      if (now !== then) {
        each(now & ~then, w, (neuron) => mark(1, neuron));
        each(then & ~now, w, (neuron) => mark(2, neuron));
      }
    }
    const full = tall ? 1 : Math.max(1, neurons / height);
    for (let y = 0; y < height; y++) {
      for (let kind = 2; kind >= 0; kind--) {
        const spikes = rows[3 * y + kind]!;
        if (spikes === 0) continue;
        const shade = this.#palette[kind]![Math.min(SHADES, Math.ceil((SHADES * spikes) / full)) - 1]!;
        pixels.fill(shade, y * width + from, y * width + to);
      }
    }
  }
}

/** CSS pixels a step. */
export const COLUMN = 3;

function palettes(): Pixel[][] {
  return ['--spike', '--blue', '--orange'].map((name) => {
    const colours = rgb(colour(name));
    return Array.from({ length: SHADES }, (_, i) => pixel(colours, 0.1 + (0.9 * (i + 1)) / SHADES));
  });
}

function each(word: number, w: number, use: (neuron: number) => void): void {
  for (let bits = word; bits !== 0; bits &= bits - 1) use(32 * w + 31 - Math.clz32(bits & -bits));
}
