import type { Line, Span } from './span.js';

const SHADES = ' ░▒▓█';

/** The side of a picture with so many pixels, if that is a square of a size to look at. */
export function sideOf(pixels: number): number | undefined {
  const side = Math.sqrt(pixels);
  return Number.isInteger(side) && side >= 8 && side <= 32 ? side : undefined;
}

/** A square picture of brightnesses from 0 to 1, two pixels above one another a cell; without colours, in shades. */
export function picture(pixels: ArrayLike<number>, side: number, colour: boolean): Line[] {
  const at = (row: number, column: number) => (row < side ? pixels[row * side + column]! : 0);
  return Array.from({ length: Math.ceil(side / 2) }, (_, row) =>
    Array.from({ length: side }, (_, column): Span => {
      const [ink, ground] = [at(2 * row, column), at(2 * row + 1, column)];
      if (colour) return { text: '▀', style: { ink, ground } };
      return { text: SHADES[Math.min(4, Math.round(2 * (ink + ground)))]! };
    }),
  );
}
