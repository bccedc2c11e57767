import { describeShape, type Shape, sizeOf } from '../shape.js';
import { wholeNumber } from './check.js';
import type { Box } from './panel.js';

/** Images of one size in rows: the feature maps of a layer. */
export interface Tiles {
  readonly images: number;
  /** Cells of an image, downwards and across. */
  readonly rows: number;
  readonly columns: number;
  /** Images in a row, and rows of them. */
  readonly across: number;
  readonly down: number;
}

/**
 * How the features of a layer make images: [rows, columns] one, [images, rows, columns] several, and a vector one whose
 * rows have equal length and which is as square as that allows, 28 x 28 of 784 and 2 x 5 of 10.
 */
export function tilesOf(operator: string, shape: Shape): Tiles {
  for (const [i, size] of shape.entries()) wholeNumber(`${operator}: shape[${i}]`, size);
  const [rows, columns] =
    shape.length < 2 ? nearSquare(sizeOf(shape)) : (shape.slice(-2) as [number, number]);
  const images = shape.length < 2 ? 1 : sizeOf(shape.slice(0, -2));
  const across = Math.min(images, Math.ceil(Math.sqrt((images * rows) / columns)));
  return { images, rows, columns, across, down: Math.ceil(images / across) };
}

/** Throws unless the images have a cell for each of `features` values. */
export function checkTiles(what: string, shape: Shape, features: number): void {
  if (sizeOf(shape) !== features)
    throw new RangeError(
      `${what} ${describeShape(shape)} holds ${sizeOf(shape)} neurons, the layer has ${features}`,
    );
}

const gap = 6;

/** Pixels between the images, in one direction. */
export function gapsOf(images: number): number {
  return gap * (images - 1);
}

/** The place of image `i`, in cells of `size` pixels, from (`left`, `top`) on. */
export function tileAt(
  { rows, columns, across }: Tiles,
  i: number,
  size: number,
  left: number,
  top: number,
): Box {
  const x = left + (i % across) * (columns * size + gap);
  const y = top + Math.floor(i / across) * (rows * size + gap);
  return { left: x, top: y, right: x + columns * size, bottom: y + rows * size };
}

function nearSquare(neurons: number): [rows: number, columns: number] {
  let rows = Math.floor(Math.sqrt(neurons));
  while (neurons % rows !== 0) rows -= 1;
  return [rows, neurons / rows];
}
