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
 * The line is broken at values that are not finite; a value alone between two of them is a dot.
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
  const width = dense ? 1 : style.width;
  const drawable = (step: number) => isDrawable(y(values[step]!));
  /** The points of the line since it was last broken, and the first of them. */
  let points = 0;
  let first = 0;
  const end = () => {
    if (points === 1) addDot(context, x(first), y(values[first]!), width);
    points = 0;
  };
  const add = (step: number) => {
    if (!drawable(step)) return end();
    if (points++ > 0) return context.lineTo(x(step), y(values[step]!));
    first = step;
    context.moveTo(x(step), y(values[step]!));
  };
  context.beginPath();
  for (let step = 0; step < count; step++) {
    if (!dense) {
      add(step);
      continue;
    }
    const next = columnEnd(step, count, x);
    for (const kept of new Set(outline(values, step, next, drawable).sort((a, b) => a - b))) add(kept);
    step = next - 1;
  }
  end();
  context.strokeStyle = style.color;
  context.lineWidth = width;
  context.lineJoin = 'round';
  context.lineCap = 'round';
  context.stroke();
  context.lineCap = 'butt';
}

/** A circle that is filled when it is stroked `width` wide: a line without length is drawn by few contexts. */
function addDot(context: Context2D, x: number, y: number, width: number) {
  context.moveTo(x + width / 2, y);
  context.arc(x, y, width / 2, 0, 2 * Math.PI);
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

/** The first and the last step of a column, and the lowest and the highest of those that can be drawn. */
function outline(
  values: ArrayLike<number>,
  first: number,
  end: number,
  drawable: (step: number) => boolean,
): number[] {
  let low: number | undefined;
  let high: number | undefined;
  for (let i = first; i < end; i++) {
    if (!drawable(i)) continue;
    if (low === undefined || values[i]! < values[low]!) low = i;
    if (high === undefined || values[i]! > values[high]!) high = i;
  }
  return [first, low ?? first, high ?? first, end - 1];
}
