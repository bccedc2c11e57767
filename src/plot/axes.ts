import type { Context2D } from './frame.js';
import type { Box } from './panel.js';
import { crisp, segment, strokeThin } from './strokes.js';
import { drawText, drawUpright, textWidth } from './text.js';
import { sizes, theme } from './theme.js';
import { fittingTicks, type Tick } from './ticks.js';

type Scale = (value: number) => number;

/** Where the labels below an axis may stand, from the left to the right end. */
export type LabelRoom = readonly [left: number, right: number];

/** The most ticks whose labels stand side by side along `x`, with air between them. */
export function ticksAcross(
  context: Context2D,
  make: (count: number) => Tick[],
  x: Scale & { range(): number[] },
  room: LabelRoom,
): Tick[] {
  const [left, right] = x.range() as [number, number];
  return fittingTicks(make, Math.min(20, (right - left) / 64), (ticks) => {
    let end = Number.NEGATIVE_INFINITY;
    return ticks.every((tick) => {
      const start = labelStart(context, tick, x, room);
      const apart = start >= end + 14;
      end = start + textWidth(context, tick.label);
      return apart;
    });
  });
}

/** Ticks about `spacing` pixels apart in `height`, so few that their labels stand clear above each other. */
export function ticksUp(make: (count: number) => Tick[], y: Scale, height: number, spacing: number): Tick[] {
  return fittingTicks(make, Math.min(20, height / spacing + 1), (ticks) =>
    ticks.every((tick, i) => i === 0 || y(ticks[i - 1]!.value) - y(tick.value) >= 13),
  );
}

/** The axis line below `box` with its tick marks and, where they have room, their labels. */
export function drawAxisBelow(
  context: Context2D,
  box: Box,
  ticks: readonly Tick[],
  x: Scale,
  room?: LabelRoom,
): void {
  const y = box.bottom + 0.5;
  context.beginPath();
  segment(context, box.left, y, box.right, y);
  for (const tick of ticks) segment(context, crisp(x(tick.value)), y, crisp(x(tick.value)), y + sizes.tick);
  strokeThin(context, theme.axis);
  if (!room) return;
  for (const tick of ticks) {
    drawText(context, tick.label, labelStart(context, tick, x, room), box.bottom + sizes.labelDrop);
  }
}

/** The labels left of `box`, and a tick mark or a line across the box for each. */
export function drawAxisLeft(
  context: Context2D,
  box: Box,
  ticks: readonly Tick[],
  y: Scale,
  { labels = true, across = false }: { labels?: boolean; across?: boolean } = {},
): void {
  context.beginPath();
  for (const tick of ticks) {
    const at = crisp(y(tick.value));
    if (across) segment(context, box.left, at, box.right, at);
    else segment(context, box.left - sizes.tick, at, box.left, at);
  }
  if (!across) segment(context, box.left - 0.5, box.top, box.left - 0.5, box.bottom + 1);
  strokeThin(context, across ? theme.grid : theme.axis);
  if (!labels) return;
  const gap = across ? 7 : sizes.tick + 4;
  for (const tick of ticks)
    drawText(context, tick.label, box.left - gap, y(tick.value), { align: 'right', color: theme.text });
}

/** The room that the labels of `ticks` take left of an axis. */
export function labelRoom(context: Context2D, ticks: readonly Tick[]): number {
  return Math.ceil(Math.max(0, ...ticks.map((tick) => textWidth(context, tick.label)))) + sizes.tick + 4;
}

const axisTitle = { size: sizes.axisTitle, color: theme.ink, align: 'center' } as const;

/** The title of the time axis, centred below the panels at height `y`. */
export function drawTitleBelow(context: Context2D, title: string, box: Box, y: number): void {
  drawText(context, title, (box.left + box.right) / 2, y, { ...axisTitle, maxWidth: box.right - box.left });
}

/** The title of what stands beside the panels, reading upwards at `x`, centred along them: the longest that fits. */
export function drawTitleAside(
  context: Context2D,
  titles: readonly string[],
  { top, bottom }: Pick<Box, 'top' | 'bottom'>,
  x: number,
): void {
  // It may reach a little beyond a low panel: beside headers and time labels the margin is empty.
  const title = titles.find((title) => textWidth(context, title, axisTitle) <= bottom - top + 24);
  if (title) drawUpright(context, title, x, (top + bottom) / 2, axisTitle);
}

/** Labels are centred at their ticks, but those at the ends stay inside their room. */
export function labelStart(context: Context2D, tick: Tick, x: Scale, [left, right]: LabelRoom) {
  const width = textWidth(context, tick.label);
  return Math.max(left, Math.min(right - width, x(tick.value) - width / 2));
}
