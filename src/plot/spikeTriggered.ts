import { whole } from '../check.js';
import { optionsOf } from '../options.js';
import { FRAME, finite, numbers, positive } from './check.js';
import type { Context2D, Frame } from './frame.js';
import { drawDashed, drawLine } from './lines.js';
import type { Box } from './panel.js';
import { padded, rangeOf } from './range.js';
import { stackFrame } from './stack.js';
import { segment, strokeThin } from './strokes.js';
import { theme } from './theme.js';
import { numberTicks } from './ticks.js';
import { timeScale } from './time.js';
import { plural } from './words.js';

export interface SpikeTriggeredOptions {
  /** Pieces of a signal around spikes, each of as many values as `mean`. Kept, not copied. */
  readonly snippets: readonly ArrayLike<number>[];
  /**
   * Their mean, the spike-triggered average: from `before` steps before the spike to the last after it. Kept, not copied.
   */
  readonly mean: ArrayLike<number>;
  /** How many of the values lie before the spike. */
  readonly before: number;
  /** How many spikes the mean was taken of. Default: the number of snippets. */
  readonly spikes?: number | undefined;
  /** What the values measure: the title of the vertical axis. */
  readonly quantity?: string | undefined;
  /** Draws a dashed line at this value. */
  readonly threshold?: number | undefined;
  /** Seconds per step; with it time is in s, ms, µs or ns. */
  readonly dt?: number | undefined;
  readonly title?: string | undefined;
  /** Pixels, at least 240. Default 640. */
  readonly width?: number | undefined;
  /** Pixels. Default 380. */
  readonly height?: number | undefined;
  /** CSS colour of the mean. */
  readonly color?: string | undefined;
}

/**
 * What a signal does around a spike: single pieces as thin lines over each other, their mean, the spike-triggered
 * average, as a strong one, and an upright line at the spike.
 *
 * Throws a `TypeError` for what is not a number or an array, and a `RangeError` where pieces and mean differ in
 * length, the spike lies outside of them, a size is not positive or the frame too small.
 *
 * @example
 * spikeTriggeredFrame({ snippets: [[0, 0.6, 1.1, 0.2]], mean: [0, 0.6, 1.1, 0.2], before: 2 }).draw(context);
 */
export function spikeTriggeredFrame(options: SpikeTriggeredOptions): Frame {
  const names = ['snippets', 'mean', 'before', 'spikes', 'quantity', 'threshold', 'color'] as const;
  optionsOf('spikeTriggered', options, [...FRAME, ...names]);
  const { snippets, mean, before, threshold, dt, quantity = '', color = theme.blue } = options;
  const spikes = options.spikes ?? snippets.length;
  check(options);
  const after = mean.length - 1 - before;
  const all = [...snippets, mean].map((values) => ({ values, count: values.length }));
  const [low, high] = padded(rangeOf(all, ...(threshold === undefined ? [] : [threshold])));
  const words = { steps: 'Steps from the spike', time: 'Time from the spike' };
  const strong = { color, width: 2.4 };

  return stackFrame('spikeTriggered', {
    width: 640,
    ...options,
    x: { low: -before, high: after, ...timeScale([-before, after], mean.length, dt, words) },
    yTitles: [quantity],
    least: 80,
    key: [
      { name: 'single spikes', color: theme.axis },
      { name: 'mean', color },
      ...(threshold === undefined ? [] : [{ name: 'threshold', color: theme.threshold, dashed: true }]),
    ],
    panels: [
      {
        title: spikes > 0 ? plural(spikes, 'spike') : 'no spike far enough from the ends',
        note: snippets.length < spikes ? `${snippets.length} of them drawn` : '',
        height: 270,
        y: { low, high, ticks: (count) => numberTicks(low, high, count) },
        spacing: 40,
        across: true,
        draw(context, { box, x, y }) {
          const at = (i: number) => x(i - before);
          drawSpike(context, box, x(0));
          // the more lines share the panel, the fainter each of them, so that their density shows
          context.globalAlpha = Math.max(0.2, 0.8 / Math.sqrt(Math.max(1, snippets.length / 8)));
          for (const values of snippets) {
            drawLine(context, values, values.length, at, y, { color: theme.muted, width: 1 });
          }
          context.globalAlpha = 1;
          if (spikes > 0) drawLine(context, mean, mean.length, at, y, strong);
          if (threshold !== undefined)
            drawDashed(context, box, Math.round(y(threshold)) + 0.5, theme.threshold);
        },
      },
    ],
  });
}

/** An upright line at the spike. */
function drawSpike(context: Context2D, { top, bottom }: Box, x: number): void {
  context.beginPath();
  segment(context, x, top, x, bottom);
  strokeThin(context, theme.spike);
}

function check({ snippets, mean, before, spikes, threshold, dt }: SpikeTriggeredOptions): void {
  positive('spikeTriggered: dt', dt);
  finite('spikeTriggered: threshold', threshold);
  numbers('spikeTriggered: mean', mean);
  whole('spikeTriggered: before', before);
  if (spikes !== undefined) whole('spikeTriggered: spikes', spikes);
  if (before >= mean.length)
    throw new RangeError(
      `spikeTriggered: before must be below the mean's ${mean.length} values, got ${before}`,
    );
  for (const [i, values] of snippets.entries()) {
    numbers(`spikeTriggered: snippets[${i}]`, values);
    if (values.length !== mean.length)
      throw new RangeError(
        `spikeTriggered: snippets[${i}] has ${values.length} values, the mean ${mean.length}`,
      );
  }
}
