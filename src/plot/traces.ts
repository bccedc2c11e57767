import { scaleLinear } from 'd3-scale';
import { optionsOf } from '../options.js';
import {
  drawAxisBelow,
  drawAxisLeft,
  drawTitleAside,
  drawTitleBelow,
  labelRoom,
  ticksAcross,
  ticksUp,
} from './axes.js';
import { type Cell, cellsOf, gridFor } from './cells.js';
import { FRAME, finite, frameSize, positive, wholeNumber } from './check.js';
import { even } from './even.js';
import { figureTop, startFigure } from './figure.js';
import type { Context2D, Frame } from './frame.js';
import { drawDashed, drawLine, drawStrokes } from './lines.js';
import { type Box, drawHeader, shareHeight } from './panel.js';
import { padded, rangeOf } from './range.js';
import { sizes, theme } from './theme.js';
import { numberTicks } from './ticks.js';
import { timeAxis } from './time.js';
import { plural, signalNames } from './words.js';

export interface TracesOptions {
  /** The membrane potentials, or another signal: a series a neuron, one value a step. Kept, not copied. */
  readonly mem: readonly ArrayLike<number>[];
  /** The spikes, as many series and values; anything but 0 is a spike. Kept, not copied. */
  readonly spk?: readonly ArrayLike<number>[] | undefined;
  /** What the series measure: the title of the vertical axis. Default 'Membrane potential'. */
  readonly quantity?: string | undefined;
  /** Draws a dashed line at this potential. */
  readonly threshold?: number | undefined;
  /** One a neuron. Default: 'neuron 0', 'neuron 1' and so on. */
  readonly titles?: readonly string[] | undefined;
  /** Rows and columns; default: about as many rows as columns, 3 x 3 for nine neurons. */
  readonly grid?: readonly [rows: number, columns: number] | undefined;
  /** How far a spike shoots up from the membrane, in its unit. Default: 0.6 of the range of the membranes. */
  readonly spikeHeight?: number | undefined;
  /** One range of potentials for all cells, or one for each. Default true. */
  readonly shareY?: boolean | undefined;
  /** Extent of the time axis, in steps. Default: the longest series. */
  readonly steps?: number | undefined;
  /** Seconds per step; with it the time axis is in s, ms, µs or ns. */
  readonly dt?: number | undefined;
  readonly title?: string | undefined;
  /** Pixels. Default 900. */
  readonly width?: number | undefined;
  /** Pixels. Default: 150 a row of cells. */
  readonly height?: number | undefined;
  /** The lines' CSS colour. */
  readonly color?: string | undefined;
}

/**
 * A grid of small membrane potentials over time, one cell a neuron, row by row, with the spikes riding on
 * them: at a spike an upright stroke rises `spikeHeight` above the membrane.
 *
 * Time is labelled below the lowest cell of each column; the potentials left of the first column, as all cells
 * share one range (or left of each cell with `shareY: false`). Long series cost no more than the pixels they
 * cover. Values that are not finite leave a gap.
 *
 * Throws a `TypeError` for what is not a number or an array, and a `RangeError` where there are no neurons, numbers of
 * series, titles or cells do not fit, a series is longer than `steps`, a size is not positive or the frame too small
 * for the grid.
 *
 * @example
 * tracesFrame({ mem: [[0, 0.6, 1.1, 0.2]], spk: [[0, 0, 1, 0]], threshold: 1 }).draw(context);
 */
export function tracesFrame(options: TracesOptions): Frame {
  const names = ['mem', 'spk', 'quantity', 'titles', 'threshold', 'spikeHeight', 'steps', 'color'] as const;
  optionsOf('traces', options, [...FRAME, ...names, 'grid', 'shareY']);
  const { threshold, dt, shareY = true, width = 900, color = theme.blue } = options;
  const { quantity = signalNames.mem } = options;
  // the longest that fits beside the grid: 'Membrane potential', 'Membrane'
  const quantities = [quantity, quantity.split(' ')[0]!];
  finite('traces: threshold', threshold);
  positive('traces: dt', dt);
  positive('traces: spikeHeight', options.spikeHeight);
  const cells = cellsOf(options);
  const steps = options.steps ?? Math.max(1, ...cells.map((cell) => cell.count));
  wholeNumber('traces: steps', steps);
  for (const { title, count } of cells) {
    if (count > steps) throw new RangeError(`traces: '${title}' has ${count} steps, the axis takes ${steps}`);
  }
  const [rows, columns] = gridFor(cells.length, options.grid);
  const used = Math.ceil(cells.length / columns);
  const around = figureTop(options.title) + 20 + sizes.below;
  const height = options.height ?? even(around + 150 * rows);
  const least = { width: 80 + 110 * columns, height: around + rows * (sizes.header + sizes.gap + 40) };
  frameSize('traces', { width, height }, least);

  return { width, height, draw };

  function draw(context: Context2D) {
    const key = [
      { name: quantities[1]!.toLowerCase(), color },
      ...(options.spk ? [{ name: 'spike', color: theme.spike, upright: true }] : []),
      ...(threshold === undefined ? [] : [{ name: 'threshold', color: theme.threshold, dashed: true }]),
    ];
    const top = startFigure(context, { width, height, title: options.title, key });

    const shared = rangeFor(cells);
    const heights = shareHeight(top, height - sizes.below, Array(rows).fill(1));
    const plots = cells.map((cell, i) => {
      const { high, low, spikeHeight } = shareY ? shared : rangeFor([cell]);
      const { top, bottom } = heights[Math.floor(i / columns)]!;
      const y = scaleLinear([low, high], [bottom, top]);
      return {
        ...cell,
        y,
        spikeHeight,
        ticks: ticksUp((n) => numberTicks(low, high, n), y, bottom - top, 34),
      };
    });
    const room = Math.max(...plots.map(({ ticks }) => labelRoom(context, ticks)));
    const left = sizes.margin + 22 + room;
    const right = width - sizes.margin - 6;
    const between = shareY ? 30 : room + 16;
    const cellWidth = (right - left - between * (columns - 1)) / columns;
    const time = timeAxis(steps, dt);

    plots.forEach((plot, i) => {
      const column = i % columns;
      const from = Math.round(left + column * (cellWidth + between));
      const box: Box = {
        left: from,
        right: Math.round(from + cellWidth),
        ...heights[Math.floor(i / columns)]!,
      };
      const x = scaleLinear([time.low, time.high], [box.left, box.right]);
      drawCell(context, plot, box, x, shareY && column > 0);
      const labels = [box.left - 10, Math.min(width - 4, box.right + between - 24)] as const;
      const timeTicks = ticksAcross(context, time.ticks, x, labels);
      drawAxisBelow(context, box, timeTicks, x, i + columns >= cells.length ? labels : undefined);
    });
    const bottom = heights[used - 1]!.bottom;
    drawTitleAside(context, quantities, { top: heights[0]!.top, bottom }, sizes.margin + 6);
    drawTitleBelow(context, time.title, { left, right, top, bottom }, bottom + sizes.below - 16);
  }

  function rangeFor(some: readonly Cell[]) {
    const series = some.map(({ mem, count }) => ({ values: mem, count }));
    const [low, high] = rangeOf(series, 0, ...(threshold === undefined ? [] : [threshold]));
    const spikeHeight = options.spikeHeight ?? (0.6 * (high - low) || 1);
    const tops: number[] = [];
    for (const { mem, spk, count } of some) {
      for (let i = 0; i < count; i++) if (spk[i]) tops.push(mem[i]! + spikeHeight);
    }
    const [from, to] = padded(rangeOf([{ values: tops, count: tops.length }], low, high));
    return { low: from, high: to, spikeHeight };
  }

  function drawCell(
    context: Context2D,
    { title, mem, spk, count, spikes, y, spikeHeight, ticks }: Plot,
    box: Box,
    x: (value: number) => number,
    bare: boolean,
  ) {
    const note = options.spk ? plural(spikes, 'spike') : '';
    drawHeader(context, box, title, note);
    drawAxisLeft(context, box, ticks, y, { across: true, labels: !bare });
    const rise = (step: number) => [y(mem[step]!), y(mem[step]! + spikeHeight)] as const;
    drawStrokes(context, spk, count, x, rise, { color: theme.spike, width: 1.4 });
    drawLine(context, mem, count, x, y, { color, width: 1.5 });
    if (threshold !== undefined) drawDashed(context, box, Math.round(y(threshold)) + 0.5, theme.threshold);
  }
}

type Plot = Cell & {
  y: (value: number) => number;
  spikeHeight: number;
  ticks: ReturnType<typeof numberTicks>;
};
