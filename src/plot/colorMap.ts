import { rgb } from 'd3-color';
import {
  interpolateCividis,
  interpolateGreys,
  interpolateInferno,
  interpolateMagma,
  interpolatePlasma,
  interpolateTurbo,
  interpolateViridis,
} from 'd3-scale-chromatic';
import { oneOf, show } from '../check.js';

export type ColorMapName = 'viridis' | 'magma' | 'inferno' | 'plasma' | 'cividis' | 'turbo' | 'greys';

const maps: Readonly<Record<ColorMapName, (share: number) => string>> = {
  viridis: interpolateViridis,
  magma: interpolateMagma,
  inferno: interpolateInferno,
  plasma: interpolatePlasma,
  cividis: interpolateCividis,
  turbo: interpolateTurbo,
  greys: interpolateGreys,
};

/** The names of the colour maps. */
export const COLOR_MAPS = Object.keys(maps) as readonly ColorMapName[];

/** A colour map by name, or a function from 0 to 1 to a CSS colour, such as the interpolators of d3-scale-chromatic. */
export type ColorMap = ColorMapName | ((share: number) => string);

/** A colour map as a table of 256 colours. */
export interface Palette {
  readonly css: readonly string[];
  /** The same as pixels of an `ImageData` that is seen as 32-bit numbers. */
  readonly pixels: Uint32Array;
}

/** The table of a colour map, or the table itself; `what` signs the error of a function that returns no colour. */
export function paletteOf(what: string, map: ColorMap | Palette): Palette {
  if (typeof map === 'object') return map;
  const color = typeof map === 'function' ? map : maps[oneOf(what, COLOR_MAPS, map)];
  const bytes = new Uint8ClampedArray(4 * size);
  const css = Array.from({ length: size }, (_, i) => {
    const written = color(i / (size - 1));
    const { r, g, b } = rgb(written);
    if (Number.isNaN(r + g + b)) {
      throw new TypeError(`${what} must return CSS colours, got ${show(written)} for ${i / (size - 1)}`);
    }
    bytes.set([r, g, b, 255], 4 * i);
    return `rgb(${bytes.subarray(4 * i, 4 * i + 3).join(', ')})`;
  });
  return { css, pixels: new Uint32Array(bytes.buffer) };
}

const size = 256;

/** Which of the palette's colours shows `value`; values outside of the range take the colour of its end, NaN has none. */
export function colorIndex(value: number, low: number, scale: number): number {
  const index = Math.floor((value - low) * scale);
  return Math.max(0, Math.min(size - 1, index));
}

/** The factor that makes colours of the distances from `low`. */
export function colorScale(low: number, high: number): number {
  return size / (high - low);
}
