import type { Context2D } from './frame.js';
import type { Box } from './panel.js';
import { segment, strokeThin } from './strokes.js';
import { drawText, textWidth } from './text.js';
import { sizes, theme } from './theme.js';
import type { Tiles } from './tiles.js';

type Point = readonly [x: number, y: number];

/** Columns, rows and time as places on the paper. */
export interface Space {
  /** Pixels that a row is high. */
  readonly cell: number;
  /** Where a column and a row (from 0) are at a share of the time, 0 to 1. */
  at(column: number, row: number, time: number): Point;
}

/** How a column goes to the right and comes nearer, in units of a row's height; and how far time rises on its way. */
const slant = { right: 0.52, down: 0.3, rise: 0.15 } as const;

/** The largest cloud that fits into `box`: the layer at its left, of the same height whatever the layer's size. */
export function spaceIn(box: Box, { rows, columns }: Pick<Tiles, 'rows' | 'columns'>): Space {
  const height = box.bottom - box.top;
  const rise = slant.rise * height;
  const deep = (height - rise) / (rows + slant.down * columns);
  const cell = Math.min(deep, (0.45 * (box.right - box.left)) / (slant.right * columns));
  const length = box.right - box.left - slant.right * columns * cell;
  const at = (column: number, row: number, time: number): Point => [
    box.left + slant.right * cell * column + length * time,
    box.top + rise * (1 - time) + cell * (row + slant.down * column),
  ];
  return { cell, at };
}

/** The edges of the cloud that lie behind its points. */
export function drawWalls(context: Context2D, { at }: Space, { rows, columns }: Tiles): void {
  const corners: readonly (readonly [column: number, row: number])[] = [
    [0, 0],
    [columns, 0],
    [columns, rows],
    [0, rows],
  ];
  context.beginPath();
  corners.forEach(([column, row], i) => {
    const next = corners[(i + 1) % 4]!;
    segment(context, ...at(column, row, 1), ...at(...next, 1));
    segment(context, ...at(column, row, 0), ...at(column, row, 1));
  });
  strokeThin(context, theme.grid);
}

/** The layer itself, before the first step, with the names of its axes. */
export function drawFace(context: Context2D, { at }: Space, { rows, columns }: Tiles): void {
  context.beginPath();
  context.moveTo(...at(0, 0, 0));
  for (const [column, row] of [
    [columns, 0],
    [columns, rows],
    [0, rows],
    [0, 0],
  ] as const) {
    context.lineTo(...at(column, row, 0));
  }
  strokeThin(context, theme.axis);
  const style = { size: sizes.note, color: theme.muted } as const;
  const [left, middle] = at(0, rows / 2, 0);
  drawText(context, 'row', left - 6, middle, { ...style, align: 'right' });
  const [under, bottom] = at(columns / 2, rows, 0);
  const room = under - 12;
  // beside a narrow layer there is no place for it
  if (textWidth(context, 'column', style) <= room)
    drawText(context, 'column', under - 8, bottom + 12, { ...style, align: 'right' });
}
