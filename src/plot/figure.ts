import type { Context2D } from './frame.js';
import { drawKey, type KeyEntry } from './key.js';
import { drawText, textWidth } from './text.js';
import { sizes, theme } from './theme.js';

export interface Head {
  readonly width: number;
  readonly height: number;
  readonly title?: string | undefined;
  readonly key?: readonly KeyEntry[] | undefined;
}

const titleStyle = { size: sizes.figureTitle, weight: 700, color: theme.ink } as const;

/**
 * Paints the background, at the top right the key and at the top left the title, which beside a key is shortened to half
 * the width where it is longer; returns `figureTop`.
 */
export function startFigure(context: Context2D, { width, height, title = '', key = [] }: Head): number {
  context.fillStyle = theme.background;
  context.fillRect(0, 0, width, height);
  const room = width - 2 * sizes.margin;
  const y = sizes.margin + (title ? 9 : 2);
  const beside = title ? Math.max(width / 2, room - textWidth(context, title, titleStyle) - 18) : room;
  const taken = drawKey(context, key, width - sizes.margin, y, beside);
  drawText(context, title, sizes.margin, y, { ...titleStyle, maxWidth: room - taken });
  return figureTop(title, key);
}

/** The height below the frame's top at which the plot can begin. */
export function figureTop(title: string | undefined, key: readonly KeyEntry[] = []): number {
  if (title) return sizes.margin + 30;
  return sizes.margin + (key.length > 0 ? 14 : 0);
}
