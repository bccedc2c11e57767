import { colorIndex, colorScale, type Palette } from './colorMap.js';
import type { Context2D, Pixels } from './frame.js';
import type { Box } from './panel.js';
import { strokeThin } from './strokes.js';
import { theme } from './theme.js';

/**
 * A matrix that is drawn as an image: cell (column, row), row 0 at the top, is
 * `values[first + column * across + row * down]`.
 */
export interface Cells {
  readonly values: ArrayLike<number>;
  readonly columns: number;
  readonly rows: number;
  readonly first: number;
  readonly across: number;
  readonly down: number;
}

/**
 * Fills `box` with the cells, coloured from `low` to `high`, without smoothing between them. Where there are more cells
 * than pixels, a pixel shows the mean of its cells. Cells that are not a number are grey.
 *
 * On a bitmap the pixels are written at once, which does not depend on the number of cells; on a context that cannot
 * do so, or that is rotated, equal neighbours are filled as rectangles.
 */
export function drawCells(
  context: Context2D,
  cells: Cells,
  box: Box,
  palette: Palette,
  [low, high]: readonly [number, number],
): void {
  const target = pixelsUnder(context, box);
  const [width, height] = target
    ? [target.right - target.left, target.bottom - target.top]
    : [Math.ceil(box.right - box.left), Math.ceil(box.bottom - box.top)];
  if (width < 1 || height < 1) return;
  const shown = reduced(cells, width, height);
  const scale = colorScale(low, high);
  const colors = new Int16Array(shown.values.length);
  for (let i = 0; i < colors.length; i++) {
    const value = shown.values[i]!;
    colors[i] = Number.isNaN(value) ? -1 : colorIndex(value, low, scale);
  }
  if (target) writePixels(context as Pixels, colors, shown, target, palette);
  else fillRuns(context, colors, shown, box, palette);
}

/** A thin line around an image: some colour maps end in the colour of the paper. */
export function drawOutline(context: Context2D, { left, top, right, bottom }: Box): void {
  context.beginPath();
  context.rect(left - 0.5, top - 0.5, right - left + 1, bottom - top + 1);
  strokeThin(context, theme.axis);
}

/** The rectangle in pixels of the bitmap, where it can be written to. */
function pixelsUnder(context: Context2D, { left, top, right, bottom }: Box): Box | undefined {
  if (!context.putImageData || !context.createImageData || !context.getTransform) return undefined;
  // node-canvas' contexts for SVG and PDF have these functions too, but no pixels
  if ((context as { canvas?: { type?: string } }).canvas?.type?.match(/svg|pdf/)) return undefined;
  const { a, b, c, d, e, f } = context.getTransform();
  if (b !== 0 || c !== 0 || a <= 0 || d <= 0) return undefined;
  const [x, y] = [(at: number) => Math.round(a * at + e), (at: number) => Math.round(d * at + f)];
  return { left: x(left), top: y(top), right: x(right), bottom: y(bottom) };
}

type Grid = Pick<Cells, 'columns' | 'rows' | 'values'>;

/**
 * The cells row by row from the top, at most `width` of them across and `height` down: the
 * mean of those that share a place.
 */
function reduced(cells: Cells, width: number, height: number): Grid {
  const columns = Math.min(cells.columns, width);
  const rows = Math.min(cells.rows, height);
  const values = new Float32Array(columns * rows);
  const counts = new Uint32Array(columns * rows);
  for (let row = 0; row < cells.rows; row++) {
    const to = Math.floor((row * rows) / cells.rows) * columns;
    for (let column = 0; column < cells.columns; column++) {
      const at = to + Math.floor((column * columns) / cells.columns);
      values[at]! += cells.values[cells.first + column * cells.across + row * cells.down]!;
      counts[at]! += 1;
    }
  }
  for (let i = 0; i < values.length; i++) values[i]! /= counts[i]!;
  return { columns, rows, values };
}

function writePixels(
  context: Pixels,
  colors: Int16Array,
  { columns, rows }: Grid,
  { left, top, right, bottom }: Box,
  palette: Palette,
): void {
  const [width, height] = [right - left, bottom - top];
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const background = new Uint32Array(new Uint8Array([...noValue, 255]).buffer)[0]!;
  const columnOf = Uint32Array.from({ length: width }, (_, x) => Math.floor((x * columns) / width));
  let drawn = -1;
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y * rows) / height);
    if (row === drawn) {
      pixels.copyWithin(y * width, (y - 1) * width, y * width);
      continue;
    }
    for (let x = 0; x < width; x++) {
      const color = colors[row * columns + columnOf[x]!]!;
      pixels[y * width + x] = color < 0 ? background : palette.pixels[color]!;
    }
    drawn = row;
  }
  context.putImageData(image, left, top);
}

function fillRuns(
  context: Context2D,
  colors: Int16Array,
  { columns, rows }: Grid,
  { left, top, right, bottom }: Box,
  { css }: Palette,
): void {
  const x = (column: number) => left + ((right - left) * column) / columns;
  const y = (row: number) => top + ((bottom - top) * row) / rows;
  for (let row = 0; row < rows; row++) {
    for (let column = 0, end = 0; column < columns; column = end) {
      const color = colors[row * columns + column]!;
      while (end < columns && colors[row * columns + end] === color) end++;
      context.fillStyle = color < 0 ? theme.grid : css[color]!;
      context.fillRect(x(column), y(row), x(end) - x(column), y(row + 1) - y(row));
    }
  }
}

/** `theme.grid` as bytes. */
const noValue = [1, 3, 5].map((at) => Number.parseInt(theme.grid.slice(at, at + 2), 16));
