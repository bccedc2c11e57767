import type { Palette } from './colours.js';

/** Paints numbers as an image of `width` times `height` pixels. */
export function paint(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
  values: ArrayLike<number>,
  palette: Palette,
): void {
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d')!;
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const known = new Map<number, number>();
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const pixel = known.get(value) ?? palette(value);
    known.set(value, pixel);
    pixels[i] = pixel;
  }
  context.putImageData(image, 0, 0);
}

/** Brings the canvas to the size that it has on the page, in device pixels; true where that is another than before. */
export function resize(canvas: HTMLCanvasElement): boolean {
  const scale = window.devicePixelRatio || 1;
  const width = Math.max(1, Math.round(canvas.clientWidth * scale));
  const height = Math.max(1, Math.round(canvas.clientHeight * scale));
  if (canvas.width === width && canvas.height === height) return false;
  Object.assign(canvas, { width, height });
  return true;
}
