import { scaleLinear } from 'd3-scale';
import type { Palette } from './colorMap.js';
import type { Context2D } from './frame.js';
import { drawCells, drawOutline } from './image.js';
import type { Box } from './panel.js';
import { crisp, segment, strokeThin } from './strokes.js';
import { drawText, textWidth } from './text.js';
import { sizes, theme } from './theme.js';
import { fittingTicks, numberTicks, type Tick } from './ticks.js';

export interface ColorBar {
  readonly palette: Palette;
  readonly range: readonly [low: number, high: number];
}

const ramp = Float32Array.from({ length: 256 }, (_, i) => i);
const thickness = 12;
const gap = 12;
const beforeLabels = gap + thickness + 8;
const style = { size: sizes.note } as const;

/**
 * Draws the colours of a map from the bottom to the top of `box`, beside its right side, with the values they stand for, in
 * `room` pixels.
 */
export function drawColorBar(context: Context2D, { palette, range }: ColorBar, box: Box, room: number): void {
  const left = Math.round(box.right + gap);
  const bar = { left, right: left + thickness, top: box.top, bottom: box.bottom };
  const cells = { values: ramp, columns: 1, rows: 256, first: 255, across: 0, down: -1 };
  drawCells(context, cells, bar, palette, [0, 256]);
  drawOutline(context, bar);
  const y = scaleLinear(range, [bar.bottom, bar.top]);
  const ticks = ticksOf(range, bar.bottom - bar.top);
  context.beginPath();
  for (const tick of ticks)
    segment(context, bar.right, crisp(y(tick.value)), bar.right + 4, crisp(y(tick.value)));
  strokeThin(context, theme.axis);
  const maxWidth = room - beforeLabels;
  for (const { value, label } of ticks)
    drawText(context, label, bar.right + 8, y(value), { ...style, maxWidth });
}

/** Pixels that a colour bar takes right of a box of this height. */
export function colorBarRoom(context: Context2D, { range }: ColorBar, height: number): number {
  return beforeLabels + Math.ceil(widest(context, ticksOf(range, height)));
}

function ticksOf([low, high]: readonly [number, number], height: number): Tick[] {
  return fittingTicks(
    (count) => numberTicks(low, high, count),
    Math.min(8, height / 44 + 1),
    (ticks) => ticks.length < 2 || (height * (ticks[1]!.value - ticks[0]!.value)) / (high - low) >= 13,
  );
}

function widest(context: Context2D, ticks: readonly Tick[]): number {
  return Math.max(0, ...ticks.map(({ label }) => textWidth(context, label, style)));
}
