import type { Context2D } from './frame.js';
import type { Box } from './panel.js';
import { theme } from './theme.js';
import type { Tick } from './ticks.js';

/** Bands from every second tick to the next, as the eye counts them: white, grey, white. */
export function drawBands(
  context: Context2D,
  box: Box,
  ticks: readonly Tick[],
  x: (value: number) => number,
) {
  context.fillStyle = theme.band;
  for (let i = 1; i < ticks.length; i += 2) {
    const from = Math.round(x(ticks[i]!.value));
    const to = Math.round(Math.min(box.right, x(ticks[i + 1]?.value ?? Number.POSITIVE_INFINITY)));
    context.fillRect(from, box.top, to - from, box.bottom - box.top);
  }
}

export interface Bar {
  readonly left: number;
  readonly end: number;
  /** The middle of its height. */
  readonly y: number;
  readonly thickness: number;
  readonly color: string;
  readonly alpha: number;
}

/** A bar to the right whose far end is round. */
export function drawBar(context: Context2D, { left, end, y, thickness, color, alpha }: Bar): void {
  if (end <= left) return;
  const radius = thickness / 2;
  // The round end touches the count; the left part of a bar shorter than its round end is clipped away.
  context.save();
  context.beginPath();
  context.rect(left, y - radius, end - left, thickness);
  context.clip();
  context.beginPath();
  context.rect(left, y - radius, Math.max(0, end - radius - left), thickness);
  context.moveTo(end, y);
  context.arc(end - radius, y, radius, 0, 2 * Math.PI);
  context.fillStyle = theme.background;
  context.fill();
  context.fillStyle = color;
  context.globalAlpha = alpha;
  context.fill();
  context.restore();
}

/** Where a number of some `width` starts: at `x`, or right of the time bar where that would cross it. */
export function clearOf(bar: number, x: number, width: number) {
  return bar > x - 4 && bar < x + width + 4 ? bar + 6 : x;
}

/** The upright bars of a histogram; bar `k` reaches from `x(k)` to `x(k + 1)`, with a little air where there is room. */
export function drawBars(
  context: Context2D,
  heights: ArrayLike<number>,
  x: (bar: number) => number,
  y: (value: number) => number,
  color: string,
): void {
  const air = x(1) - x(0) >= 4 ? 1 : 0;
  const bottom = Math.round(y(0));
  context.fillStyle = color;
  for (let k = 0; k < heights.length; k++) {
    if (!heights[k]) continue;
    const [left, right] = [Math.round(x(k)), Math.round(x(k + 1))];
    // the smallest count shows too
    const top = Math.min(bottom - 1, Math.round(y(heights[k]!)));
    context.fillRect(left, top, Math.max(1, right - left - air), bottom - top);
  }
}
