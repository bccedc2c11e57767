import { optionsOf } from '../options.js';
import { checkPanels, FRAME, positive, wholeNumber } from './check.js';
import { drawDots } from './dots.js';
import type { Frame } from './frame.js';
import { checkSpikes, describeNeurons, neuronAxis, panelName, type SpikeList } from './neurons.js';
import { stackFrame } from './stack.js';
import { theme } from './theme.js';
import { timeAxis } from './time.js';
import { plural } from './words.js';

export interface RasterPanel extends SpikeList {
  /** Stands above the panel, beside the numbers of neurons and spikes. */
  readonly title?: string | undefined;
  /** Any CSS colour; the figure's by default. */
  readonly color?: string | undefined;
}

export interface RasterOptions {
  readonly panels: readonly RasterPanel[];
  /** Extent of the time axis, in steps. */
  readonly steps: number;
  /** Seconds per step; with it the time axis is in s, ms, µs or ns. */
  readonly dt?: number | undefined;
  /** Pixels, at least 240. Default 900. */
  readonly width?: number | undefined;
  /** Pixels. Default: chosen from the panels, 1200 at most while they have room. */
  readonly height?: number | undefined;
  /** Diameter of a dot in pixels. Default: what the room of a step and of a neuron allows, 1 to 8. */
  readonly dotSize?: number | undefined;
  readonly color?: string | undefined;
  readonly title?: string | undefined;
}

/**
 * A raster plot: one panel a layer, time to the right, neurons upwards, a dot for each spike.
 *
 * All panels share the time axis, which is labelled once, below the last. A neuron axis always shows the
 * whole layer, silent neurons too, with half a neuron of air at both ends. Where a layer has more neurons
 * than its panel has pixels (or the run more steps), a pixel stands for several of them and is the darker
 * the more of them spiked; so drawing takes the same time for a hundred thousand spikes and for ten million.
 *
 * The arrays are kept, not copied: what is appended later is not drawn, what is overwritten is.
 *
 * Throws a `TypeError` for what is not a number or an array, and a `RangeError` where a size is not positive, `t` and
 * `id` differ in length, a spike lies outside of the axes, or the frame is too small for its panels.
 *
 * @example
 * rasterFrame({ steps: 3, panels: [{ title: 'output', neurons: 10, t: [0, 2, 2], id: [7, 7, 4] }] }).draw(context);
 */
export function rasterFrame(options: RasterOptions): Frame {
  optionsOf('raster', options, [...FRAME, 'panels', 'steps', 'dotSize', 'color']);
  const { panels, steps, dt, dotSize, color = theme.ink } = options;
  wholeNumber('raster: steps', steps);
  positive('raster: dt', dt);
  positive('raster: dotSize', dotSize);
  checkPanels('raster', panels);
  const counts = panels.map((panel, i) => checkSpikes(panelName('raster', panel, i), panel, steps));

  return stackFrame('raster', {
    ...options,
    x: timeAxis(steps, dt),
    yTitles: ['Neuron'],
    least: 16,
    most: 1200,
    inset: 4,
    panels: panels.map((panel, i) => ({
      title: panel.title ?? '',
      note: `${describeNeurons(panel)}, ${plural(counts[i]!, 'spike')}`,
      height: Math.min(190, Math.max(56, 30 + 14 * panel.neurons)),
      y: neuronAxis(panel),
      spacing: panel.neurons <= 20 ? 15 : 28,
      draw(context, { x, y }) {
        const { neurons, t, id } = panel;
        const dots = { neurons, t, id, steps, count: counts[i]!, color: panel.color ?? color, size: dotSize };
        drawDots(context, dots, x, y);
      },
    })),
  });
}
