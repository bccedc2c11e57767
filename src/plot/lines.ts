import type { Context2D } from './frame.js';
import type { Box } from './panel.js';
import { segment, strokeThin } from './strokes.js';

type Scale = (value: number) => number;

export interface LineStyle {
  readonly color: string;
  readonly width: number;
}

/**
 * A line through the first `count` values, one a step. Where several steps share a column of pixels, only the
 * first, lowest, highest and last of them are drawn: it looks the same and costs no more than the column.
 * The line is broken at values that are not finite.
 */
export function drawLine(
  context: Context2D,
  values: ArrayLike<number>,
  count: number,
  x: Scale,
  y: Scale,
  style: LineStyle,
): void {
  const dense = x(2) - x(0) < 1;
  let open = false;
  const add = (step: number) => {
    const height = y(values[step]!);
    const drawable = isDrawable(height);
    if (drawable && open) context.lineTo(x(step), height);
    else if (drawable) context.moveTo(x(step), height);
    open = drawable;
  };
  context.beginPath();
  for (let step = 0; step < count; step++) {
    if (!dense) {
      add(step);
      continue;
    }
    const [first, end] = [step, columnEnd(step, count, x)];
    for (const kept of new Set(outline(values, first, end).sort((a, b) => a - b))) add(kept);
    step = end - 1;
  }
  context.strokeStyle = style.color;
  context.lineWidth = dense ? 1 : style.width;
  context.lineJoin = 'round';
  context.lineCap = 'round';
  context.stroke();
  context.lineCap = 'butt';
}

/** Upright strokes, one for each non-zero value; in each column of pixels only the longest. */
export function drawStrokes(
  context: Context2D,
  spikes: ArrayLike<number>,
  count: number,
  x: Scale,
  ends: (step: number) => readonly [from: number, to: number],
  style: LineStyle,
): void {
  const dense = x(1) - x(0) < 1;
  context.beginPath();
  for (let step = 0; step < count; step++) {
    const end = dense ? columnEnd(step, count, x) : step + 1;
    let longest: readonly [from: number, to: number] | undefined;
    for (let i = step; i < end; i++) {
      if (!spikes[i]) continue;
      const stroke = ends(i);
      if (!stroke.every(isDrawable)) continue;
      if (!longest || Math.abs(stroke[1] - stroke[0]) > Math.abs(longest[1] - longest[0])) longest = stroke;
    }
    if (longest) segment(context, x(step), longest[0], x(step), longest[1]);
    step = end - 1;
  }
  context.strokeStyle = style.color;
  context.lineWidth = dense ? 1 : style.width;
  context.stroke();
}

/** A dashed horizontal line across `box`. */
export function drawDashed(context: Context2D, box: Pick<Box, 'left' | 'right'>, y: number, color: string) {
  context.beginPath();
  for (let x = box.left; x < box.right; x += 8) segment(context, x, y, Math.min(x + 4, box.right), y);
  strokeThin(context, color);
}

/** Not NaN, and near enough for a path. */
function isDrawable(pixels: number) {
  return Math.abs(pixels) < 1e6;
}

function columnEnd(step: number, count: number, x: Scale) {
  const column = Math.floor(x(step));
  let end = step + 1;
  while (end < count && Math.floor(x(end)) === column) end++;
  return end;
}

function outline(values: ArrayLike<number>, first: number, end: number) {
  let low = first;
  let high = first;
  for (let i = first; i < end; i++) {
    if (!(values[low]! <= values[i]!)) low = i;
    if (!(values[high]! >= values[i]!)) high = i;
  }
  return [first, low, high, end - 1];
}
