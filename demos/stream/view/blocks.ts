/** Pictures of numbers, one character a cell, in Unicode's block elements. */

// no full block: lines above one another stay apart
const HEIGHTS = ' ▁▂▃▄▅▆▇';
const WIDTHS = ' ▏▎▍▌▋▊▉█';

/** Two steps a cell: a mark on the left where the first one has a spike, and on the right where the second has. */
const PAIRS = ' ▗▖▄';

/** Steps in a cell of `rasterCells` and `sparkline`. */
export const STEPS_A_CELL = 2;

/** A row of a raster, two steps a cell, the last step at the right end of `cells` cells. */
export function rasterCells(fired: readonly boolean[], cells: number): string {
  const at = (cell: number, half: number) => fired[fired.length - 2 * (cells - cell) + half] ?? false;
  return fill(cells, (cell) => PAIRS[(at(cell, 0) ? 2 : 0) + (at(cell, 1) ? 1 : 0)]!);
}

/**
 * Shares over time as heights, two steps a cell, the last at the right end; the highest fills its cell,
 * and above zero is never nothing.
 */
export function sparkline(shares: readonly number[], cells: number): string {
  const at = (cell: number, half: number) => shares[shares.length - 2 * (cells - cell) + half] ?? 0;
  const means = Array.from({ length: Math.max(0, cells) }, (_, cell) => (at(cell, 0) + at(cell, 1)) / 2);
  const highest = Math.max(...means, 0);
  return fill(cells, (cell) => HEIGHTS[heightOf(means[cell]!, highest)]!);
}

/** A bar as long as `value` is of `max`, in eighths of a cell, in `cells` cells. */
export function bar(value: number, max: number, cells: number): string {
  const length = max > 0 ? Math.round((Math.min(value, max) / max) * cells * 8) : 0;
  return fill(cells, (cell) => WIDTHS[Math.min(8, Math.max(0, length - 8 * cell))]!);
}

function heightOf(value: number, highest: number): number {
  if (!(value > 0)) return 0;
  return Math.min(7, Math.max(1, Math.round((7 * value) / highest)));
}

function fill(cells: number, cell: (i: number) => string): string {
  return Array.from({ length: Math.max(0, cells) }, (_, i) => cell(i)).join('');
}
