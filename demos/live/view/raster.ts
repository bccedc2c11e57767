import { wordsOf } from '../model/layout.js';
import { colour, over, rgb } from './colours.js';
import { LayerView } from './layerView.js';
import type { Ring } from './ring.js';
import { RowMarks } from './rowMarks.js';

/** Another future, drawn beneath: its steps from number `from` on. */
export interface Ghost {
  readonly ring: Ring;
  readonly from: number;
}

/** CSS pixels a step. */
export const COLUMN = 3;

/** Shades between one neuron and all of a pixel. */
const SHADES = 8;

/** Spikes of both futures, only of the one that is shown, only of the other one. */
const COLOURS = ['--spike', '--blue', '--orange'];

/**
 * The raster of a layer, all neurons in it. Only what is new is computed; the rest moves in memory, and one picture
 * goes to the canvas a frame. Where a ghost is, spikes that only one of the futures has are coloured.
 */
export class RasterView extends LayerView {
  #image = new ImageData(1, 1);
  #pixels = new Uint32Array(1);
  #marks: readonly RowMarks[] = [];
  #ground = 0;
  #end = 0;
  /** Where the last step ends, in device pixels from step 0 on. */
  #right = 0;

  /** How many steps there is room for. */
  static steps(width: number): number {
    return Math.max(1, Math.floor(width / COLUMN));
  }

  override draw(ring: Ring, end: number, ghost: Ghost | undefined, anew: boolean): void {
    const { context, canvas, scale } = this.surface;
    const { width, height } = canvas;
    const column = COLUMN * scale;
    const right = Math.round(end * column);
    const moved = right - this.#right;
    const resized = this.#image.width !== width || this.#image.height !== height;
    const whole = anew || resized || moved < 0 || moved >= width;
    if (!whole && moved === 0) return;
    if (resized) this.#image = new ImageData(width, height);
    if (whole) this.#begin(ring);
    else this.#scroll(moved);
    // single neurons stand apart, where several share a pixel gaps would only be stripes
    const gap = height >= 2 * ring.layers[this.layer]!.neurons ? 1 : 0;
    const first = whole ? Math.floor((right - width) / column) : this.#end;
    const place = (index: number) => Math.round(index * column) - right + width;
    for (let index = Math.max(first, ring.first); index < end; index++) {
      const from = place(index);
      this.#column(ring, index, ghost, Math.max(0, from), Math.max(from + 1, place(index + 1) - gap));
    }
    context.putImageData(this.#image, 0, 0);
    this.#end = end;
    this.#right = right;
  }

  #begin(ring: Ring): void {
    const { neurons } = ring.layers[this.layer]!;
    const card = rgb(colour('--card'));
    this.#pixels = new Uint32Array(this.#image.data.buffer);
    this.#ground = over(card, 1, card);
    this.#marks = COLOURS.map((name) => {
      const shades = Array.from({ length: SHADES }, (_, i) =>
        over(rgb(colour(name)), 0.1 + (0.9 * (i + 1)) / SHADES, card),
      );
      return new RowMarks(neurons, this.#image.height, shades);
    });
    this.#pixels.fill(this.#ground);
  }

  /** What is there moves to the left, in one go over all rows, and leaves room at the right. */
  #scroll(moved: number): void {
    const { width } = this.#image;
    this.#pixels.copyWithin(0, moved);
    for (let row = width; row <= this.#pixels.length; row += width) {
      this.#pixels.fill(this.#ground, row - moved, row);
    }
  }

  /** Draws a step into the pixels from `from` to before `to`. */
  #column(ring: Ring, index: number, ghost: Ghost | undefined, from: number, to: number): void {
    const { neurons } = ring.layers[this.layer]!;
    const t = ring.t(index);
    const other = ghost && t >= ghost.from ? ghost.ring.indexOf(t) : -1;
    const compared = ghost?.ring.has(other) && ghost.ring.t(other) === t ? ghost.ring : undefined;
    const [both, here, there] = this.#marks as [RowMarks, RowMarks, RowMarks];
    for (let w = 0; w < wordsOf(neurons); w++) {
      const now = ring.word(index, this.layer, w);
      const then = compared?.word(other, this.layer, w) ?? now;
      both.add(now & then, w);
      here.add(now & ~then, w);
      there.add(then & ~now, w);
    }
    // what both have lies on top
    if (compared) {
      there.draw(this.#pixels, this.#image.width, from, to);
      here.draw(this.#pixels, this.#image.width, from, to);
    }
    both.draw(this.#pixels, this.#image.width, from, to);
  }
}
