import { optionsOf } from '../options.js';
import { drawBars } from './bars.js';
import { checkPanels, FRAME, numbers, positive, wholeNumber } from './check.js';
import type { Frame } from './frame.js';
import { panelName } from './neurons.js';
import { type Spread, spreadOf } from './spread.js';
import { stackFrame } from './stack.js';
import { theme } from './theme.js';
import { numberTicks, wholeTicks } from './ticks.js';
import { timeScale, timeText } from './time.js';
import { plural } from './words.js';

export interface IsiPanel {
  /** Stands above the panel, beside number, mean and coefficient of variation of the intervals. */
  readonly title?: string | undefined;
  /** Steps between two spikes of a neuron, whole numbers from 1 on. Kept, not copied. */
  readonly intervals: ArrayLike<number>;
  /** How often each of them came. Default: once. */
  readonly counts?: ArrayLike<number> | undefined;
  /** Any CSS colour; the figure's by default. */
  readonly color?: string | undefined;
}

export interface IsiOptions {
  readonly panels: readonly IsiPanel[];
  /** Width of a bin in steps. Default: whole steps, so many that there are 60 bins at most. */
  readonly bin?: number | undefined;
  /** The longest interval that is drawn, in steps; longer ones are counted in the panel's note. Default: all. */
  readonly longest?: number | undefined;
  /** Seconds per step; with it intervals are in s, ms, µs or ns. */
  readonly dt?: number | undefined;
  readonly title?: string | undefined;
  /** Pixels, at least 240. Default 900. */
  readonly width?: number | undefined;
  /** Pixels. Default: 180 a panel. */
  readonly height?: number | undefined;
  readonly color?: string | undefined;
}

/**
 * Histograms of the intervals between spikes, one panel a layer on a shared axis. Each says how many intervals there
 * are, their mean, and their coefficient of variation (CV, the standard deviation in units of the mean): 0 of a clock, 1 of
 * a Poisson process.
 *
 * Throws a `TypeError` for what is not a number or an array, and a `RangeError` where an interval is below 1,
 * intervals and counts differ in number, a size is not positive or the frame too small.
 *
 * @example
 * isiFrame({ panels: [{ title: 'hidden', intervals: [4, 5, 5, 6, 4, 12] }] }).draw(context);
 */
export function isiFrame(options: IsiOptions): Frame {
  optionsOf('isi', options, [...FRAME, 'panels', 'bin', 'longest', 'color']);
  const { panels, dt, color = theme.blue } = options;
  positive('isi: dt', dt);
  if (options.bin !== undefined) wholeNumber('isi: bin', options.bin);
  if (options.longest !== undefined) wholeNumber('isi: longest', options.longest);
  checkPanels('isi', panels);
  const spreads = panels.map((panel, i) => {
    check(panel, i);
    return spreadOf(panel.intervals, panel.counts);
  });
  const longest = options.longest ?? Math.max(1, ...spreads.map((spread) => spread.longest));
  const bin = options.bin ?? Math.ceil(longest / 60);
  const bins = Math.ceil(longest / bin);
  const high = bins * bin + 0.5;

  return stackFrame('isi', {
    ...options,
    x: { low: 0, high, ...timeScale([0, high], high, dt, { steps: 'Interval (steps)', time: 'Interval' }) },
    yTitles: ['Number of intervals', 'Intervals', 'Number'],
    least: 50,
    panels: panels.map((panel, i) => {
      const heights = histogram(panel, bin, bins);
      const most = Math.max(1, ...heights);
      const make = most < 1e6 ? wholeTicks : numberTicks;
      return {
        title: panel.title ?? '',
        note: describe(spreads[i]!, longest, dt),
        height: 150,
        y: { low: 0, high: 1.06 * most, ticks: (count) => make(0, 1.06 * most, count) },
        spacing: 34,
        across: true,
        draw(context, { x, y }) {
          drawBars(context, heights, (k) => x(0.5 + k * bin), y, panel.color ?? color);
        },
      };
    }),
  });
}

/** How many intervals lie in each bin: the first holds 1 to `bin` steps. */
function histogram({ intervals, counts }: IsiPanel, bin: number, bins: number): Float64Array {
  const heights = new Float64Array(bins);
  for (let i = 0; i < intervals.length; i++) {
    const at = Math.floor((intervals[i]! - 1) / bin);
    if (at < bins) heights[at]! += counts?.[i] ?? 1;
  }
  return heights;
}

function describe({ total, mean, variation, over }: Spread, longest: number, dt: number | undefined): string {
  if (total === 0) return 'no intervals';
  const shown = dt === undefined ? `${mean.toFixed(1)} steps` : timeText(mean * dt, mean * dt);
  const beyond = over(longest);
  const longer = beyond > 0 ? `, ${beyond.toLocaleString('en-US')} longer not shown` : '';
  return `${plural(total, 'interval')}, mean ${shown}, CV ${variation.toFixed(2)}${longer}`;
}

function check(panel: IsiPanel, index: number): void {
  const { intervals, counts } = panel;
  const what = panelName('isi', panel, index);
  numbers(`${what}: intervals`, intervals);
  if (counts !== undefined) numbers(`${what}: counts`, counts);
  if (counts !== undefined && counts.length !== intervals.length)
    throw new RangeError(`${what} has ${intervals.length} intervals but ${counts.length} counts`);
  for (let i = 0; i < intervals.length; i++) wholeNumber(`${what}: intervals[${i}]`, intervals[i]!);
}
