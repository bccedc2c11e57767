import { optionsOf } from '../options.js';
import { FRAME, finite, numbers, positive, wholeNumber } from './check.js';
import type { Frame } from './frame.js';
import { drawDashed, drawLine, drawStrokes } from './lines.js';
import { padded, rangeOf } from './range.js';
import { stackFrame } from './stack.js';
import { drawText, textWidth } from './text.js';
import { sizes, theme } from './theme.js';
import { numberTicks, wholeTicks } from './ticks.js';
import { timeAxis } from './time.js';
import { signalNames } from './words.js';

export interface SignalsOptions {
  /** Input current, one value a step. Kept, not copied, as all series. */
  readonly cur?: ArrayLike<number> | undefined;
  /** Membrane potential. */
  readonly mem?: ArrayLike<number> | undefined;
  /** Spikes: 0 or 1, or the height of a graded spike. */
  readonly spk?: ArrayLike<number> | undefined;
  /** Draws a dashed line at this potential. */
  readonly threshold?: number | undefined;
  /** Extent of the time axis, in steps. Default: the longest series. */
  readonly steps?: number | undefined;
  /** Seconds per step; with it the time axis is in s, ms, µs or ns. */
  readonly dt?: number | undefined;
  readonly title?: string | undefined;
  /** Pixels, at least 240. Default 900. */
  readonly width?: number | undefined;
  /** Pixels. Default: 110 to 220 a panel. */
  readonly height?: number | undefined;
}

const panels = [
  { signal: 'cur', title: signalNames.cur, height: 120, color: theme.ink },
  { signal: 'mem', title: signalNames.mem, height: 190, color: theme.blue },
  { signal: 'spk', title: signalNames.spk, height: 70, color: theme.spike },
] as const;

/**
 * What happens in one neuron: its input current, membrane potential and spikes in panels above each other,
 * on one time axis, labelled below the last. Signals that are not given have no panel.
 *
 * Spikes are upright strokes from 0 to their value. Long series cost no more than the pixels they cover.
 *
 * Throws a `TypeError` for what is not a number or an array, and a `RangeError` where no signal is given, one is
 * longer than `steps`, a size is not positive or the frame too small.
 *
 * @example
 * signalsFrame({ cur: [0, 0.6, 0.6], mem: [0, 0.6, 1.1], spk: [0, 0, 1], threshold: 1 }).draw(context);
 */
export function signalsFrame(options: SignalsOptions): Frame {
  optionsOf('signals', options, [...FRAME, 'cur', 'mem', 'spk', 'threshold', 'steps']);
  const { threshold, dt, width = 900 } = options;
  finite('signals: threshold', threshold);
  positive('signals: dt', dt);
  const shown = panels.flatMap((panel) => {
    const values = options[panel.signal];
    if (values === undefined) return [];
    numbers(`signals: ${panel.signal}`, values);
    return [{ ...panel, values, count: values.length }];
  });
  if (shown.length === 0) throw new RangeError('signals: needs cur, mem or spk, got none of them');
  const steps = options.steps ?? Math.max(1, ...shown.map(({ count }) => count));
  wholeNumber('signals: steps', steps);
  for (const { signal, count } of shown) {
    if (count > steps) throw new RangeError(`signals: ${signal} has ${count} steps, the axis takes ${steps}`);
  }
  const name = width < 420 ? 'θ' : 'threshold';
  const named = threshold !== undefined && options.mem !== undefined;

  return stackFrame('signals', {
    ...options,
    x: timeAxis(steps, dt),
    least: 50,
    aside: (context) => (named ? Math.ceil(textWidth(context, name, note)) : 0),
    panels: shown.map((panel) => {
      const { signal, title, values, count, height, color } = panel;
      const also = signal === 'mem' && threshold !== undefined ? [0, threshold] : [0];
      const range = rangeOf([panel], ...also, ...(signal === 'spk' ? [1] : []));
      const [low, high] = signal === 'spk' ? [range[0], range[1] * 1.05] : padded(range, 0.08);
      const make = signal === 'spk' ? wholeTicks : numberTicks;
      return {
        title,
        height,
        y: { low, high, ticks: (n) => make(low, high, n) },
        spacing: 36,
        across: true,
        draw(context, { box, x, y }) {
          if (signal === 'spk') {
            const ends = (step: number) => [y(0), y(values[step]!)] as const;
            drawStrokes(context, values, count, x, ends, { color, width: 1.8 });
          } else drawLine(context, values, count, x, y, { color, width: 1.8 });
          if (signal !== 'mem' || threshold === undefined) return;
          drawDashed(context, box, Math.round(y(threshold)) + 0.5, theme.threshold);
          drawText(context, name, box.right + 6, y(threshold), note);
        },
      };
    }),
  });
}

const note = { size: sizes.note, color: theme.muted } as const;
