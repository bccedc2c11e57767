import { colour, diverging } from './colours.js';
import { LayerView } from './layerView.js';
import type { Ghost } from './raster.js';
import { COLUMN, RasterView } from './raster.js';
import type { Ring } from './ring.js';

/**
 * The values of a layer that does not spike: blue above zero, orange below, the largest that is seen in full colour.
 */
export class ValuesView extends LayerView {
  /** What is drawn in full colour. */
  most = 0;
  #end = -1;
  readonly #picture = new OffscreenCanvas(1, 1);

  override draw(ring: Ring, end: number, _ghost: Ghost | undefined, anew: boolean): void {
    if (!anew && end === this.#end) return;
    this.#end = end;
    const { context, canvas, scale } = this.surface;
    const { width, height } = canvas;
    const steps = RasterView.steps(this.surface.width);
    const { neurons } = ring.layers[this.layer]!;
    const columns = Array.from({ length: steps }, (_, i) => ring.valuesAt(end - steps + i, this.layer));
    this.most = largest(columns);
    this.#paint(columns, Math.min(neurons, height), neurons);
    context.fillStyle = colour('--card');
    context.fillRect(0, 0, width, height);
    context.imageSmoothingEnabled = false;
    const shown = steps * COLUMN * scale;
    context.drawImage(this.#picture, width - shown, 0, shown, height);
  }

  /** One pixel a step and row; where there are more neurons than rows, some are left out, evenly. */
  #paint(columns: readonly Float32Array[], rows: number, neurons: number): void {
    Object.assign(this.#picture, { width: columns.length, height: rows });
    const context = this.#picture.getContext('2d')!;
    const image = context.createImageData(columns.length, rows);
    const pixels = new Uint32Array(image.data.buffer);
    const palette = diverging();
    for (const [x, values] of columns.entries()) {
      if (values.length === 0) continue;
      for (let row = 0; row < rows; row++) {
        const value = values[Math.floor((row * neurons) / rows)]!;
        pixels[(rows - 1 - row) * columns.length + x] = palette(this.most > 0 ? value / this.most : 0);
      }
    }
    context.putImageData(image, 0, 0);
  }
}

function largest(columns: readonly Float32Array[]): number {
  let most = 0;
  for (const values of columns) {
    for (const value of values) if (Number.isFinite(value)) most = Math.max(most, Math.abs(value));
  }
  return most;
}
