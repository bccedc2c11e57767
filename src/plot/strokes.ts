import type { Context2D } from './frame.js';

/** The middle of the pixel that holds `position`: a thin line there is sharp. */
export function crisp(position: number): number {
  return Math.floor(position) + 0.5;
}

/** Adds a straight line to the path. */
export function segment(context: Context2D, x1: number, y1: number, x2: number, y2: number): void {
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
}

/** Draws the path as a line of one pixel. */
export function strokeThin(context: Context2D, color: string): void {
  context.strokeStyle = color;
  context.lineWidth = 1;
  context.stroke();
}
