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
const style = { size: sizes.note, color: theme.muted } as const;

/**
 * Says which line is what, in one row that ends at `right`; as many entries as `room` pixels hold. Returns the pixels that
 * they take, with some air before them.
 */
export function drawKey(
  context: Context2D,
  entries: readonly KeyEntry[],
  right: number,
  y: number,
  room: number,
): number {
  let end = right;
  for (const { name, color, dashed, upright } of [...entries].reverse()) {
    const mark = upright ? 8 : sample + 6;
    const start = end - textWidth(context, name, style) - mark;
    if (right - start > room) break;
    drawText(context, name, start + mark, y, style);
    if (dashed) drawDashed(context, { left: start, right: start + sample }, y, color);
    else {
      context.beginPath();
      if (upright) segment(context, start + 2, y - 6, start + 2, y + 6);
      else segment(context, start, y, start + sample, y);
      context.strokeStyle = color;
      context.lineWidth = 2;
      context.stroke();
    }
    end = start - 18;
  }
  return right - end;
}
