import type { Context2D } from './frame.js';
import { sizes, theme } from './theme.js';

export interface TextStyle {
  /** Pixels. Default 12. */
  readonly size?: number;
  readonly weight?: 400 | 600 | 700;
  readonly color?: string;
  readonly align?: 'left' | 'center' | 'right';
  /** A longer text is cut and ends in '…'. */
  readonly maxWidth?: number;
}

/** Width in pixels of `text` in the plots' font. */
export function textWidth(
  context: Context2D,
  text: string,
  { size = sizes.label, weight = 400 }: TextStyle = {},
): number {
  const font = `${weight} ${size}px Inter, sans-serif`;
  const widths = widthsOf(context);
  const key = `${font} ${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  context.font = font;
  const { width } = context.measureText(text);
  widths.set(key, width);
  return width;
}

/** Widths of texts on a context, and when the first of them was measured. */
const measured = new WeakMap<Context2D, { readonly since: number; readonly widths: Map<string, number> }>();

/**
 * The frames of a video measure the same texts over and over; a page's font may load later, so
 * widths are kept for a second only.
 */
function widthsOf(context: Context2D): Map<string, number> {
  const now = performance.now();
  const known = measured.get(context);
  if (known && now - known.since < 1000) return known.widths;
  const widths = new Map<string, number>();
  measured.set(context, { since: now, widths });
  return widths;
}

/** Draws `text` with the middle of its capitals at height `y`. */
export function drawText(
  context: Context2D,
  text: string,
  x: number,
  y: number,
  style: TextStyle = {},
): void {
  const { size = sizes.label, weight = 400, color = theme.text, align = 'left', maxWidth } = style;
  // node-canvas measures a text no faster than it draws it: not where it fits anyway, no letter being wider than 1 em
  const fits = maxWidth === undefined || text.length * size <= maxWidth;
  const shown = fits ? text : shorten(context, text, maxWidth, style);
  context.font = `${weight} ${size}px Inter, sans-serif`;
  context.fillStyle = color;
  context.textAlign = align;
  // Capitals of Inter are 0.73 em high; 'middle' would centre the em box, which browsers place differently.
  context.textBaseline = 'alphabetic';
  if (shown) context.fillText(shown, x, y + 0.36 * size);
}

/** The same, reading upwards, centred at (`x`, `y`). */
export function drawUpright(context: Context2D, text: string, x: number, y: number, style: TextStyle = {}) {
  context.save();
  context.translate(x, y);
  context.rotate(-Math.PI / 2);
  drawText(context, text, 0, 0, { ...style, align: 'center' });
  context.restore();
}

/** As much of `text` as `maxWidth` pixels hold, with '…' where something is missing. */
export function shorten(context: Context2D, text: string, maxWidth: number, style: TextStyle): string {
  if (textWidth(context, text, style) <= maxWidth) return text;
  const letters = Array.from(text);
  while (letters.length > 0) {
    letters.pop();
    const shorter = `${letters.join('').trimEnd()}…`;
    if (letters.length > 0 && textWidth(context, shorter, style) <= maxWidth) return shorter;
  }
  return '';
}
