import type { Context2D } from './frame.js';
import { drawDashed } from './lines.js';
import { segment } from './strokes.js';
import { drawText, textWidth } from './text.js';
import { sizes, theme } from './theme.js';

export interface KeyEntry {
  readonly name: string;
  readonly color: string;
  readonly dashed?: boolean;
  readonly upright?: boolean;
}

const sample = 18;
/** Before an entry, but for the first. */
const air = 18;
const style = { size: sizes.note, color: theme.muted } as const;

/**
 * Says which line is what, in one row that ends at `right`: of the entries, from the first on, those that `room` pixels
 * hold, and '…' where some are missing. Returns the pixels that they take, with some air before them.
 */
export function drawKey(
  context: Context2D,
  entries: readonly KeyEntry[],
  right: number,
  y: number,
  room: number,
): number {
  const widthOf = (entry: KeyEntry) => markRoom(entry) + textWidth(context, entry.name, style) + air;
  const whole = entries.reduce((sum, entry) => sum + widthOf(entry), -air) <= room;
  let taken = whole ? -air : textWidth(context, '…', style);
  const shown = entries.filter((entry) => {
    const fits = whole || taken + widthOf(entry) <= room;
    if (fits) taken += widthOf(entry);
    return fits;
  });
  let start = right - taken;
  for (const entry of shown) {
    drawMark(context, entry, start, y);
    drawText(context, entry.name, start + markRoom(entry), y, style);
    start += widthOf(entry);
  }
  if (!whole) drawText(context, '…', start, y, style);
  return taken + air;
}

function markRoom({ upright }: KeyEntry): number {
  return upright ? 8 : sample + 6;
}

function drawMark(context: Context2D, { color, dashed, upright }: KeyEntry, start: number, y: number): void {
  if (dashed) {
    drawDashed(context, { left: start, right: start + sample }, y, color);
    return;
  }
  context.beginPath();
  if (upright) segment(context, start + 2, y - 6, start + 2, y + 6);
  else segment(context, start, y, start + sample, y);
  context.strokeStyle = color;
  context.lineWidth = 2;
  context.stroke();
}
