import { type Palette, pixel } from './colours.js';

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

/** Brightness as the opacity of a picture, by its address: to be a mask, which costs nothing where nothing changes. */
export function maskOf(values: ArrayLike<number>, side: number): string {
  const canvas = document.createElement('canvas');
  paint(canvas, side, side, values, (value) => pixel([0, 0, 0], value));
  return canvas.toDataURL();
}
