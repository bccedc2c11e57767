import type { Ghost } from './raster.js';
import type { Ring } from './ring.js';
import { Surface } from './surface.js';

/** A scrolling picture of one layer: a column a step, the newest at the right, neuron 0 at the bottom. */
export abstract class LayerView {
  protected readonly surface: Surface;

  /** `resized` has to draw it anew. */
  constructor(
    canvas: HTMLCanvasElement,
    readonly layer: number,
    resized: () => void,
  ) {
    this.surface = new Surface(canvas, resized, { alpha: false, willReadFrequently: true });
  }

  close(): void {
    this.surface.close();
  }

  /** Draws up to before index `end`; `anew` paints all of it. */
  abstract draw(ring: Ring, end: number, ghost: Ghost | undefined, anew: boolean): void;
}
