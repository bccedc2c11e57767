import { optionsOf } from '../options.js';
import { checkPanels, FRAME, numbers, positive, wholeNumber } from './check.js';
import { colorBarRoom, drawColorBar } from './colorBar.js';
import { type ColorMap, type Palette, paletteOf } from './colorMap.js';
import type { Context2D, Frame } from './frame.js';
import { drawCells } from './image.js';
import { checkNeurons, describeNeurons, type Neurons, neuronAxis, panelName } from './neurons.js';
import { checkRange, type Range, rangeOf, widened } from './range.js';
import { stackFrame } from './stack.js';
import { timeAxis } from './time.js';

export interface HeatmapPanel extends Neurons {
  /** Stands above the panel, beside the number of neurons. */
  readonly title?: string | undefined;
  /** Columns of `neurons` numbers, one after the other. Kept, not copied. NaN is shown as grey. */
  readonly values: ArrayLike<number>;
  /** How many steps a column stands for. Default 1. */
  readonly stepsPerColumn?: number | undefined;
}

export interface HeatmapOptions {
  readonly panels: readonly HeatmapPanel[];
  /** Extent of the time axis, in steps. */
  readonly steps: number;
  /** What the colours measure: stands beside the colour bars. */
  readonly quantity?: string | undefined;
  /** Default 'viridis'; a palette that was made of a colour map does as well. */
  readonly colorMap?: ColorMap | Palette | undefined;
  /** Values of the first and the last colour; what lies outside takes these. Default: each panel's least and greatest. */
  readonly range?: Range | undefined;
  /** Seconds per step; with it the time axis is in s, ms, µs or ns. */
  readonly dt?: number | undefined;
  readonly title?: string | undefined;
  /** Pixels, at least 240. Default 900. */
  readonly width?: number | undefined;
  /** Pixels. Default: chosen from the panels, 1200 at most while they have room. */
  readonly height?: number | undefined;
}

/**
 * A heat map: time to the right, neurons upwards, the value of each neuron at each step as a colour; one panel a layer,
 * each with its colour bar. Where a pixel stands for several neurons or steps it shows their mean.
 *
 * Throws a `TypeError` for what is not a number or an array, and a `RangeError` where a size is not positive, values
 * do not fill whole columns or the time axis, the range is empty, or the frame is too small for its panels.
 *
 * @example
 * heatmapFrame({ steps: 2, panels: [{ title: 'hidden', neurons: 3, values: [0, 0.2, 0.9, 0.1, 0.3, 0] }] }).draw(context);
 */
export function heatmapFrame(options: HeatmapOptions): Frame {
  optionsOf('heatmap', options, [...FRAME, 'panels', 'steps', 'quantity', 'colorMap', 'range']);
  const { panels, steps, dt, range, colorMap = 'viridis', quantity } = options;
  wholeNumber('heatmap: steps', steps);
  positive('heatmap: dt', dt);
  if (range) checkRange('heatmap: range', range);
  checkPanels('heatmap', panels);
  const columns = panels.map((panel, i) => columnsOf(panel, i, steps));
  const palette = paletteOf('heatmap: colorMap', colorMap);
  const bars = panels.map(({ values }) => {
    const shown = range ?? widened(rangeOf([{ values, count: values.length }]));
    return { palette, range: shown };
  });
  const aside = (context: Context2D) => Math.max(...bars.map((bar) => colorBarRoom(context, bar, 240)));

  return stackFrame('heatmap', {
    ...options,
    x: timeAxis(steps, dt),
    yTitles: ['Neuron'],
    least: 16,
    most: 1200,
    aside,
    asideTitles: quantity ? [quantity, quantity.split(' ')[0]!] : [],
    panels: panels.map((panel, i) => ({
      title: panel.title ?? '',
      note: describeNeurons(panel),
      height: Math.min(240, Math.max(64, 30 + 14 * panel.neurons)),
      y: neuronAxis(panel),
      spacing: panel.neurons <= 20 ? 15 : 28,
      draw(context, { box, x }) {
        const { values, neurons, stepsPerColumn = 1 } = panel;
        const right = Math.min(box.right, x(columns[i]! * stepsPerColumn - 0.5));
        const area = { ...box, right };
        const cells = {
          values,
          columns: columns[i]!,
          rows: neurons,
          first: neurons - 1,
          across: neurons,
          down: -1,
        };
        drawCells(context, cells, area, palette, bars[i]!.range);
        drawColorBar(context, bars[i]!, box, aside(context));
      },
    })),
  });
}

function columnsOf(panel: HeatmapPanel, index: number, steps: number): number {
  const { neurons, values, stepsPerColumn = 1 } = panel;
  const what = panelName('heatmap', panel, index);
  checkNeurons(what, panel);
  numbers(`${what}: values`, values);
  wholeNumber(`${what}: stepsPerColumn`, stepsPerColumn);
  const columns = values.length / neurons;
  if (!Number.isInteger(columns))
    throw new RangeError(`${what}: values must fill columns of ${neurons}, got ${values.length}`);
  if ((columns - 1) * stepsPerColumn >= steps)
    throw new RangeError(`${what} has ${columns * stepsPerColumn} steps, the axis takes ${steps}`);
  return columns;
}
