import { optionsOf } from '../options.js';
import { checkPanels, FRAME, numbers, positive, wholeNumber } from './check.js';
import type { Frame } from './frame.js';
import { drawLine } from './lines.js';
import { checkNeurons, describeNeurons, type Neurons, panelName } from './neurons.js';
import { rangeOf, widened } from './range.js';
import { stackFrame } from './stack.js';
import { theme } from './theme.js';
import { numberTicks } from './ticks.js';
import { timeAxis } from './time.js';

export interface RatesPanel extends Neurons {
  /** Stands above the panel, beside the number of neurons. */
  readonly title?: string | undefined;
  /** Spikes a neuron and step, the mean of all neurons: one value a step. Kept, not copied. */
  readonly population: ArrayLike<number>;
  /** The same of single neurons, in six colours, then the same again. Kept, not copied. */
  readonly single?: readonly ArrayLike<number>[] | undefined;
}

export interface RatesOptions {
  readonly panels: readonly RatesPanel[];
  /** Names of the single neurons, the same in all panels. */
  readonly names?: readonly string[] | undefined;
  /** Extent of the time axis, in steps. */
  readonly steps: number;
  /** Seconds per step; with it rates are in Hz and time in s, ms, µs or ns. */
  readonly dt?: number | undefined;
  readonly title?: string | undefined;
  /** Pixels, at least 240. Default 900. */
  readonly width?: number | undefined;
  /** Pixels. Default: 150 a panel. */
  readonly height?: number | undefined;
}

/**
 * Firing rates over time, one panel a layer: that of the whole population as a strong line, those of single neurons
 * in colours. In spikes a step, or in Hz where `dt` is given.
 *
 * Throws a `TypeError` for what is not a number or an array, and a `RangeError` where numbers of series and names do
 * not fit, a series is longer than `steps`, a size is not positive or the frame too small.
 *
 * @example
 * ratesFrame({ steps: 3, panels: [{ title: 'hidden', neurons: 100, population: [0, 0.1, 0.08] }] }).draw(context);
 */
export function ratesFrame(options: RatesOptions): Frame {
  optionsOf('rates', options, [...FRAME, 'panels', 'names', 'steps']);
  const { panels, steps, dt, names = [] } = options;
  wholeNumber('rates: steps', steps);
  positive('rates: dt', dt);
  checkPanels('rates', panels);
  for (const [i, panel] of panels.entries()) check(panel, i, steps, names.length);
  const unit = dt ?? 1;

  return stackFrame('rates', {
    ...options,
    x: timeAxis(steps, dt),
    yTitles:
      dt === undefined
        ? ['Spikes per neuron and step', 'Spikes per step', 'Rate']
        : ['Firing rate (Hz)', 'Hz'],
    key: names.length === 0 ? [] : [{ name: 'population', color: theme.ink }, ...names.map(keyOf)],
    least: 50,
    panels: panels.map((panel) => {
      const { population, single = [] } = panel;
      const all = [population, ...single].map((values) => ({ values, count: values.length }));
      const [, high] = widened(rangeOf(all, 0));
      return {
        title: panel.title ?? '',
        note: describeNeurons(panel),
        height: 150,
        y: { low: 0, high: 1.06 * high, ticks: (count) => ticksOf(1.06 * high, count) },
        spacing: 34,
        across: true,
        draw(context, { x, y }) {
          single.forEach((values, i) => {
            drawLine(context, values, values.length, x, y, { color: keyOf('', i).color, width: 1.3 });
          });
          drawLine(context, population, population.length, x, y, { color: theme.ink, width: 2 });
        },
      };
    }),
  });

  /** Round numbers in Hz, at the places that they have in spikes a step. */
  function ticksOf(high: number, count: number) {
    return numberTicks(0, high / unit, count).map(({ value, label }) => ({ value: value * unit, label }));
  }
}

function keyOf(name: string, i: number) {
  return { name, color: theme.lines[i % theme.lines.length]! };
}

function check(panel: RatesPanel, index: number, steps: number, names: number): void {
  const { population, single = [] } = panel;
  const what = panelName('rates', panel, index);
  checkNeurons(what, panel);
  for (const values of [population, ...single]) {
    numbers(`${what}: rates`, values);
    if (values.length > steps)
      throw new RangeError(`${what} has ${values.length} steps, the axis takes ${steps}`);
  }
  if (single.length !== names)
    throw new RangeError(`${what}: ${single.length} neurons need as many names, got ${names}`);
}
