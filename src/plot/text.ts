import type { Context2D } from './frame.js';
import { sizes, theme } from './theme.js';

export interface TextStyle {
  /** In pixels; 12 unless told. */
  size?: number;
  weight?: 400 | 600 | 700;
  color?: string;
  align?: 'left' | 'center' | 'right';
  /** A longer text is cut and ends in '…'. */
  maxWidth?: number;
}

/** Width in pixels of `text` in the plots' font. */
export function textWidth(
  context: Context2D,
  text: string,
  { size = sizes.label, weight = 400 }: TextStyle = {},
) {
  context.font = `${weight} ${size}px Inter, sans-serif`;
  return context.measureText(text).width;
}

/** Draws `text` with the middle of its capitals at height `y`, and returns the width that it takes. */
export function drawText(context: Context2D, text: string, x: number, y: number, style: TextStyle = {}) {
  const {
    size = sizes.label,
    color = theme.text,
    align = 'left',
    maxWidth = Number.POSITIVE_INFINITY,
  } = style;
  const shown = shorten(context, text, maxWidth, style);
  const width = textWidth(context, shown, style);
  context.fillStyle = color;
  context.textAlign = align;
  // Capitals of Inter are 0.73 em high; 'middle' would centre the em box, which browsers place differently.
  context.textBaseline = 'alphabetic';
  if (shown) context.fillText(shown, x, y + 0.36 * size);
  return width;
}

/** The same, reading upwards, centred at (`x`, `y`). */
export function drawUpright(context: Context2D, text: string, x: number, y: number, style: TextStyle = {}) {
  context.save();
  context.translate(x, y);
  context.rotate(-Math.PI / 2);
  drawText(context, text, 0, 0, { ...style, align: 'center' });
  context.restore();
}

function shorten(context: Context2D, text: string, maxWidth: number, style: TextStyle) {
  if (textWidth(context, text, style) <= maxWidth) return text;
  const letters = Array.from(text);
  while (letters.length > 0) {
    letters.pop();
    const shorter = `${letters.join('').trimEnd()}…`;
    if (letters.length > 0 && textWidth(context, shorter, style) <= maxWidth) return shorter;
  }
  return '';
}
