import type { Context2D } from './frame.js';
import { drawText, shorten, textWidth } from './text.js';
import { sizes, theme } from './theme.js';

const titleStyle = { size: sizes.panelTitle, weight: 600, color: theme.ink } as const;
const noteStyle = { size: sizes.note, color: theme.muted, align: 'right' } as const;

/** The rectangle between the axes, in pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The title above a panel, and at its right a note, where there is room for both. */
export function drawHeader(context: Context2D, box: Box, title: string, note = ''): void {
  const y = box.top - 12;
  const width = box.right - box.left;
  const shown = shorten(context, title, width, titleStyle);
  drawText(context, shown, box.left, y, titleStyle);
  if (!note) return;
  const free = width - (shown ? textWidth(context, shown, titleStyle) + 16 : 0);
  if (textWidth(context, note, noteStyle) <= free) drawText(context, note, box.right, y, noteStyle);
}

/** Tops and bottoms of rows that share `height` by `weights`, each below a header, with gaps between. */
export function shareHeight(
  top: number,
  bottom: number,
  weights: readonly number[],
): { top: number; bottom: number }[] {
  const { header, gap } = sizes;
  const free = bottom - top - header * weights.length - gap * (weights.length - 1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let y = top;
  return weights.map((weight) => {
    const row = { top: Math.round(y + header), bottom: Math.round(y + header + (free * weight) / total) };
    y += header + (free * weight) / total + gap;
    return row;
  });
}
