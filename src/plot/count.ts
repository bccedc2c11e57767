import { scaleBand, scaleLinear } from 'd3-scale';
import { optionsOf } from '../options.js';
import { drawAxisBelow, drawAxisLeft, ticksAcross } from './axes.js';
import { clearOf, drawBands, drawBar } from './bars.js';
import { FRAME, finite, frameSize, numbers, positive, wholeNumber } from './check.js';
import { even } from './even.js';
import { startFigure } from './figure.js';
import type { Context2D, Frame } from './frame.js';
import type { Box } from './panel.js';
import { drawText, drawUpright, textWidth } from './text.js';
import { sizes, theme } from './theme.js';
import { timeScale, timeText } from './time.js';

export interface CountOptions {
  /** Spikes so far, one number a neuron. Fractions move the bars smoothly; whole numbers are printed. Copied. */
  readonly counts: ArrayLike<number>;
  /** One a neuron: an array, or a string of one character each. Default: the neurons' numbers. */
  readonly labels?: string | readonly string[] | undefined;
  /** Extent of the axis, in steps (a neuron spikes at most once a step). It grows where a count is larger. */
  readonly steps: number;
  /** Position of the time bar in steps, 0 to `steps`; fractions move it smoothly. Without it there is no bar. */
  readonly now?: number | undefined;
  /** Seconds per step; with it the axis and the time bar are in s, ms, µs or ns, else in steps. */
  readonly dt?: number | undefined;
  /** Vertical bands behind the bars, every second interval of the axis. Default true. */
  readonly shading?: boolean | undefined;
  /** The orange bar at `now`. Default true. */
  readonly timeBar?: boolean | undefined;
  /** Paints the highest count stronger; all of them where several are equal. Default true. */
  readonly winner?: boolean | undefined;
  readonly title?: string | undefined;
  /** Pixels, at least 240. Default 800. */
  readonly width?: number | undefined;
  /** Pixels, at least 160. Default: 34 a neuron, 240 to 1080. */
  readonly height?: number | undefined;
  /** The bars' CSS colour; those that do not win are paler. */
  readonly color?: string | undefined;
}

const below = 54;

/**
 * The spike count plot: a bar for each output neuron, the first at the bottom, that grows to the right with
 * its spikes, the number at its end; and an orange bar that moves along the same axis with time.
 *
 * A bar that reaches the time bar has spiked at every step so far.
 *
 * Throws a `TypeError` for what is not a number or an array, and a `RangeError` where labels and neurons differ in
 * number, a count is negative or not finite, a size is not positive or the frame too small.
 *
 * @example
 * countFrame({ counts: [0, 12, 43], labels: 'abc', steps: 200, now: 150 }).draw(context);
 */
export function countFrame(options: CountOptions): Frame {
  const names = ['counts', 'labels', 'steps', 'now', 'shading', 'timeBar', 'winner', 'color'] as const;
  optionsOf('spikeCount', options, [...FRAME, ...names]);
  const {
    steps,
    dt,
    width = 800,
    shading = true,
    timeBar = true,
    winner = true,
    color = theme.blue,
  } = options;
  wholeNumber('spikeCount: steps', steps);
  positive('spikeCount: dt', dt);
  finite('spikeCount: now', options.now);
  numbers('spikeCount: counts', options.counts);
  const counts = Array.from(options.counts);
  const labels = labelsFor(counts.length, options.labels);
  for (const count of counts) {
    if (!(count >= 0 && count < Number.POSITIVE_INFINITY))
      throw new RangeError(`spikeCount: counts must be 0 or more, got ${count}`);
  }
  const height = options.height ?? even(Math.min(1080, Math.max(240, 120 + 34 * counts.length)));
  frameSize('spikeCount', { width, height }, { width: 240, height: 160 });
  const most = Math.max(...counts);
  const now = timeBar ? options.now : undefined;

  return { width, height, draw };

  function draw(context: Context2D) {
    const top = startFigure(context, { width, height, title: options.title }) + (now === undefined ? 0 : 22);
    const extent = Math.max(steps, most);
    const labelWidth = Math.min(
      width * 0.3,
      Math.max(...labels.map((label) => textWidth(context, label, { ...row, weight: 700 }))),
    );
    const left = Math.ceil(sizes.margin + 26 + labelWidth + 12);
    // Room for the largest count that can come: in a video the axis must not move.
    const countWidth = textWidth(context, written(extent), { ...row, weight: 700 });
    const box: Box = { left, top, right: Math.floor(width - countWidth - 26), bottom: height - below };
    const x = scaleLinear([0, extent], [left, box.right]);
    const room = [4, width - 4] as const;
    const rows = scaleBand(counts.keys(), [box.bottom, top]).paddingInner(0.45).paddingOuter(0.3);
    const time = timeScale([0, extent], steps, dt);
    const ticks = ticksAcross(context, time.ticks, x, room);

    if (shading) drawBands(context, box, ticks, x);
    drawAxisBelow(context, box, ticks, x, room);
    drawAxisLeft(context, box, [], x);
    const measures =
      dt === undefined
        ? [{ text: 'Spikes', color }, ...(now === undefined ? [] : timeToo)]
        : [inTime(time.title)];
    drawLegend(context, (left + box.right) / 2, height - 17, width, measures);
    drawUpright(context, options.labels ? 'Label' : 'Neuron', sizes.margin + 6, (top + box.bottom) / 2, {
      size: sizes.axisTitle,
      color: theme.ink,
    });
    if (now !== undefined) drawTimeBar(context, box, x, Math.max(0, Math.min(steps, now)));

    const every = Math.ceil(15 / rows.step());
    counts.forEach((count, i) => {
      const y = rows(i)! + rows.bandwidth() / 2;
      const wins = winner && count === most && most > 0;
      const thickness = Math.min(24, rows.bandwidth());
      drawBar(context, { left, end: x(count), y, thickness, color, alpha: !winner || wins ? 1 : 0.45 });
      if (i % every !== 0) return;
      const strong = wins ? ({ weight: 700, color: theme.ink } as const) : {};
      drawText(context, labels[i]!, left - 12, y, {
        ...row,
        ...strong,
        align: 'right',
        maxWidth: labelWidth,
      });
      const after = x(count) + 7;
      drawText(
        context,
        written(count),
        clearOf(now === undefined ? Number.NaN : x(now), after, countWidth),
        y,
        {
          ...row,
          ...strong,
        },
      );
    });
  }

  function drawTimeBar(context: Context2D, box: Box, x: (value: number) => number, at: number) {
    context.fillStyle = theme.orange;
    context.fillRect(Math.round(x(at) - 1.5), box.top - 6, 3, box.bottom - box.top + 6);
    const text = dt === undefined ? `step ${Math.floor(at)}` : timeText(at * dt, steps * dt);
    const half = textWidth(context, text, timeStyle) / 2;
    const middle = Math.max(half + 4, Math.min(width - half - 4, x(at)));
    drawText(context, text, middle, box.top - 15, { ...timeStyle, align: 'center' });
  }
}

const row = { size: 13 } as const;
const timeStyle = { size: 13, weight: 600, color: '#b85a08' } as const;

// made once: with `toLocaleString` each number takes as long as drawing it
const format = new Intl.NumberFormat('en-US');
const written = (count: number) => format.format(Math.floor(count));

function labelsFor(neurons: number, labels: string | readonly string[] | undefined): string[] {
  if (neurons === 0) throw new RangeError('spikeCount: counts must hold one neuron at least, got 0');
  if (labels === undefined) return Array.from({ length: neurons }, (_, i) => String(i));
  const list = Array.from(labels);
  if (list.length !== neurons)
    throw new RangeError(`spikeCount: ${neurons} neurons need ${neurons} labels, got ${list.length}`);
  return list;
}

interface Part {
  readonly text: string;
  readonly color: string;
}

const timeToo: readonly Part[] = [
  { text: ' and ', color: theme.muted },
  { text: 'time step', color: timeStyle.color },
];

const inTime = (text: string): Part => ({ text, color: timeStyle.color });

/** What the shared axis measures, in the colours of what it measures; `middle` unless that leaves the frame. */
function drawLegend(context: Context2D, middle: number, y: number, width: number, parts: readonly Part[]) {
  const style = { size: sizes.axisTitle, weight: 600 } as const;
  const whole = parts.reduce((sum, part) => sum + textWidth(context, part.text, style), 0);
  let x = Math.max(4, Math.min(width - 4 - whole, middle - whole / 2));
  for (const part of parts) {
    drawText(context, part.text, x, y, { ...style, color: part.color });
    x += textWidth(context, part.text, style);
  }
}
