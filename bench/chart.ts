import { scaleLog } from 'd3-scale';
import {
  drawAxisBelow,
  drawAxisLeft,
  drawTitleAside,
  drawTitleBelow,
  labelRoom,
  ticksAcross,
  ticksUp,
} from '../src/plot/axes.js';
import { startFigure } from '../src/plot/figure.js';
import type { Context2D, Frame } from '../src/plot/frame.js';
import { drawLine } from '../src/plot/lines.js';
import type { Box } from '../src/plot/panel.js';
import { segment } from '../src/plot/strokes.js';
import { drawText, textWidth } from '../src/plot/text.js';
import { sizes, theme } from '../src/plot/theme.js';
import { decadeTicks } from './decadeTicks.js';

export interface Series {
  readonly name: string;
  /** Somebody else's: drawn in greys. */
  readonly peer: boolean;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface ChartOptions {
  readonly title: string;
  /** Stands below the title. */
  readonly note: string;
  readonly x: string;
  readonly y: string;
  readonly series: readonly Series[];
  readonly width?: number;
  readonly height?: number;
}

const colors = [theme.blue, theme.orange, '#2f9e6b', '#8a56c2', '#c2305f', '#0f9bb0'];
const greys = [theme.ink, '#707c89', '#a9b2bd', '#cbd1d8'];
const name = { size: sizes.label, weight: 600 } as const;
/** Between the names of two lines. */
const lineHeight = 17;

/** Lines over two logarithmic axes, each named at its right end. All numbers must be above 0. */
export function chart({ title, note, x, y, series, width = 900, height = 540 }: ChartOptions): Frame {
  return { width, height, draw };

  function draw(context: Context2D) {
    const top = startFigure(context, { width, height, title }) + 32;
    drawText(context, note, sizes.margin, top - 31, { size: sizes.note, color: theme.muted });
    const bottom = height - 54;
    const up = logScale(
      series.flatMap(({ points }) => points.map(([, value]) => value)),
      [bottom, top],
    );
    const ticks = ticksUp((count) => decadeTicks(...up.range, count), up.at, bottom - top, 32);
    const names = Math.max(...series.map((line) => textWidth(context, line.name, name)));
    const left = sizes.margin + 24 + labelRoom(context, ticks);
    const right = width - sizes.margin - Math.ceil(names) - 26;
    const box: Box = { left, top, right, bottom };
    const across = logScale(
      series.flatMap(({ points }) => points.map(([value]) => value)),
      [left, right],
    );
    const room = [4, width - 4] as const;
    const along = Object.assign(across.at, { range: () => [left, right] });
    const ticksBelow = ticksAcross(context, (count) => decadeTicks(...across.range, count), along, room);

    drawAxisLeft(context, box, ticks, up.at, { across: true });
    drawAxisBelow(context, box, ticksBelow, across.at, room);
    drawTitleAside(context, [y], box, sizes.margin + 6);
    drawTitleBelow(context, x, box, height - 16);

    const lines = colored(series);
    // ours last: they lie on top
    for (const { points, color, peer } of [...lines].sort((a, b) => Number(b.peer) - Number(a.peer))) {
      const heights = points.map(([, value]) => value);
      const place = (i: number) => across.at(points[Math.min(i, points.length - 1)]![0]);
      drawLine(context, heights, points.length, place, up.at, { color, width: peer ? 1.8 : 2.4 });
      drawDots(context, points, across.at, up.at, color);
    }
    const ends = lines.map((line) => ({ ...line, y: up.at(line.points.at(-1)![1]) }));
    for (const { name: text, color, y, at } of spreadOut(ends, top, bottom)) {
      context.beginPath();
      segment(context, right + 4, y, right + 16, at);
      context.strokeStyle = color;
      context.lineWidth = 1;
      context.stroke();
      drawText(context, text, right + 20, at, { ...name, color });
    }
  }
}

function logScale(values: readonly number[], pixels: [number, number]) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const air = (high / low) ** 0.03;
  const range = [low / air, high * air] as const;
  const scale = scaleLog(range, pixels);
  return { range, at: (value: number) => scale(value) };
}

function colored(series: readonly Series[]): (Series & { readonly color: string })[] {
  const next = { ours: 0, peers: 0 };
  return series.map((line) => {
    const color = line.peer ? greys[next.peers++ % greys.length]! : colors[next.ours++ % colors.length]!;
    return { ...line, color };
  });
}

function drawDots(
  context: Context2D,
  points: Series['points'],
  x: (value: number) => number,
  y: (value: number) => number,
  color: string,
): void {
  context.fillStyle = color;
  for (const [a, b] of points) {
    context.beginPath();
    context.arc(x(a), y(b), 3.2, 0, 2 * Math.PI);
    context.fill();
  }
}

/** Heights `at` which the names stand: each as near to its line as the others let it. */
function spreadOut<Line extends { readonly y: number }>(
  lines: readonly Line[],
  top: number,
  bottom: number,
): (Line & { readonly at: number })[] {
  const sorted = [...lines].sort((a, b) => a.y - b.y);
  const at = sorted.map((line) => line.y);
  for (let pass = 0; pass < 200; pass++) {
    for (let i = 1; i < at.length; i++) {
      const lack = lineHeight - (at[i]! - at[i - 1]!);
      if (lack <= 0) continue;
      at[i - 1]! -= lack / 2;
      at[i]! += lack / 2;
    }
    for (const [i, y] of at.entries()) at[i] = Math.max(top, Math.min(bottom, y));
  }
  return sorted.map((line, i) => ({ ...line, at: at[i]! }));
}
