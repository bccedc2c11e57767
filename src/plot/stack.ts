import { scaleLinear } from 'd3-scale';
import {
  drawAxisBelow,
  drawAxisLeft,
  drawTitleAside,
  drawTitleBelow,
  labelRoom,
  ticksAcross,
  ticksUp,
} from './axes.js';
import { frameSize } from './check.js';
import { even } from './even.js';
import { figureTop, startFigure } from './figure.js';
import type { Context2D, Frame } from './frame.js';
import type { KeyEntry } from './key.js';
import { type Box, drawHeader, shareHeight } from './panel.js';
import { sizes } from './theme.js';
import type { Axis } from './ticks.js';

type Scale = ((value: number) => number) & { range(): number[]; invert(pixel: number): number };

/** Where a panel draws: the rectangle between its axes, and the pixels of what its axes measure. */
export interface Area {
  readonly box: Box;
  readonly x: Scale;
  readonly y: Scale;
}

export interface StackPanel {
  readonly title: string;
  /** Stands at the right end of the title's line. */
  readonly note?: string;
  /** Pixels that the panel takes where the figure has room for it. */
  readonly height: number;
  /** The vertical axis, from the bottom to the top. Its title is the figure's. */
  readonly y: Omit<Axis, 'title'>;
  /** Pixels between the ticks of the vertical axis. */
  readonly spacing: number;
  /** Lines across the panel instead of tick marks. */
  readonly across?: boolean;
  draw(context: Context2D, area: Area): void;
}

export interface StackOptions {
  readonly title?: string | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly x: Axis;
  readonly panels: readonly StackPanel[];
  /** Titles of the vertical axes; the longest that fits is shown. */
  readonly yTitles?: readonly string[];
  readonly key?: readonly KeyEntry[];
  /** The least height of a panel. */
  readonly least: number;
  /** The most height of the figure, unless it is given or its panels need more. */
  readonly most?: number;
  /** Air between the vertical axis and the first step. */
  readonly inset?: number;
  /** Pixels that stay free right of the panels, for what stands there. */
  aside?(context: Context2D): number;
  /** Titles of what stands there; the longest that fits is shown. */
  readonly asideTitles?: readonly string[];
}

/** The room of a title that reads upwards. */
const upright = 22;

/**
 * The figure that most plots are: panels above each other on one horizontal axis, which is labelled once, below the last.
 *
 * Throws a `RangeError` where width or height is not a whole number or too small for the panels.
 */
export function stackFrame(operator: string, options: StackOptions): Frame {
  const { panels, title, key, width = 900 } = options;
  const headers = panels.length * (sizes.header + sizes.gap) - sizes.gap;
  const around = figureTop(title, key) + sizes.below + headers;
  const least = around + options.least * panels.length;
  const wanted = around + panels.reduce((sum, panel) => sum + panel.height, 0);
  const height = options.height ?? even(Math.max(least, Math.min(options.most ?? wanted, wanted)));
  frameSize(operator, { width, height }, { width: 240, height: least });

  return { width, height, draw };

  function draw(context: Context2D) {
    const top = startFigure(context, { width, height, title, key });
    const weights = panels.map((panel) => panel.height);
    const rows = shareHeight(top, height - sizes.below, weights);
    const axes = panels.map(({ y: { low, high, ticks }, spacing }, i) => {
      const { top, bottom } = rows[i]!;
      const y = scaleLinear([low, high], [bottom, top]);
      return { y, ticks: ticksUp(ticks, y, bottom - top, spacing) };
    });
    const labels = Math.max(...axes.map(({ ticks }) => labelRoom(context, ticks)));
    const left = sizes.margin + (options.yTitles ? upright : 0) + labels;
    const { asideTitles = [] } = options;
    const aside = (options.aside?.(context) ?? 0) + (asideTitles.length > 0 ? upright : 0);
    const right = width - sizes.margin - 6 - aside;
    const x = scaleLinear([options.x.low, options.x.high], [left + (options.inset ?? 0), right]);
    const labelsBelow = [4, width - 4] as const;
    const ticksBelow = ticksAcross(context, options.x.ticks, x, labelsBelow);

    panels.forEach((panel, i) => {
      const box: Box = { left, right, ...rows[i]! };
      const { y, ticks } = axes[i]!;
      drawHeader(context, box, panel.title, panel.note);
      if (panel.across) drawAxisLeft(context, box, ticks, y, { across: true });
      panel.draw(context, { box, x, y });
      if (!panel.across) drawAxisLeft(context, box, ticks, y);
      drawAxisBelow(context, box, ticksBelow, x, i === panels.length - 1 ? labelsBelow : undefined);
    });
    const sides = { top: rows[0]!.top, bottom: rows.at(-1)!.bottom };
    if (options.yTitles) drawTitleAside(context, options.yTitles, sides, sizes.margin + 6);
    drawTitleAside(context, asideTitles, sides, width - sizes.margin - 2);
    drawTitleBelow(context, options.x.title, { left, right, top, bottom: height }, height - 16);
  }
}
