import { scaleLinear } from 'd3-scale';
import {
  drawAxisBelow,
  drawAxisLeft,
  drawTitleBelow,
  drawTitleLeft,
  labelRoom,
  ticksAcross,
  ticksUp,
} from './axes.js';
import { frameSize, numbers, positive, wholeNumber } from './check.js';
import { drawDots } from './dots.js';
import type { Context2D, Frame } from './frame.js';
import { type Box, drawHeader, shareHeight, startFigure } from './panel.js';
import { sizes, theme } from './theme.js';
import { wholeTicks } from './ticks.js';
import { timeAxis } from './time.js';

export interface RasterPanel {
  /** Stands above the panel, beside the numbers of neurons and spikes. */
  title?: string | undefined;
  /** Size of the layer: the vertical axis always shows all of it. */
  neurons: number;
  /** The step of each spike, 0 to `steps - 1`. Kept, not copied. */
  t: ArrayLike<number>;
  /** The neuron of each spike, 0 to `neurons - 1`. Kept, not copied. */
  id: ArrayLike<number>;
  /** Any CSS colour; the figure's by default. */
  color?: string | undefined;
}

export interface RasterOptions {
  panels: readonly RasterPanel[];
  /** Extent of the time axis, in steps. */
  steps: number;
  /** Seconds per step; with it the time axis is in s, ms, µs or ns. */
  dt?: number | undefined;
  /** Pixels, at least 240. Default 900. */
  width?: number | undefined;
  /** Pixels. Default: chosen from the panels, 1200 at most while they have room. */
  height?: number | undefined;
  /** Diameter of a dot in pixels. Default: what the room of a step and of a neuron allows, 1 to 8. */
  dotSize?: number | undefined;
  color?: string | undefined;
  title?: string | undefined;
}

const header = 26;
const gap = 10;
const below = 46;

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
 * @throws TypeError where something is no number or no array
 * @throws RangeError where a size is not positive, `t` and `id` differ in length, a spike lies outside of the
 *   axes, or the frame is too small for its panels
 *
 * @example
 * rasterFrame({ steps: 3, panels: [{ title: 'output', neurons: 10, t: [0, 2, 2], id: [7, 7, 4] }] }).draw(context);
 */
export function rasterFrame(options: RasterOptions): Frame {
  const { panels, steps, dt, dotSize, color = theme.ink, width = 900 } = options;
  wholeNumber('raster: steps', steps);
  positive('raster: dt', dt);
  positive('raster: dotSize', dotSize);
  if (!Array.isArray(panels)) throw new TypeError(`raster: panels must be an array, got ${String(panels)}`);
  if (panels.length === 0) throw new RangeError('raster: panels must hold one panel at least, got 0');
  const counts = panels.map((panel, i) => countSpikes(panel, i, steps));

  const weights = panels.map(({ neurons }) => Math.min(190, Math.max(56, 30 + 14 * neurons)));
  const around = (options.title ? 46 : sizes.margin) + below;
  const shares = panels.length * (header + gap) - gap;
  const least = around + shares + 16 * panels.length;
  const wanted = around + shares + weights.reduce((sum, weight) => sum + weight, 0);
  const height = options.height ?? even(Math.max(least, Math.min(1200, wanted)));
  frameSize('raster', { width, height }, { width: 240, height: least });

  return { width, height, draw };

  function draw(context: Context2D) {
    const top = startFigure(context, width, height, options.title);
    const rows = shareHeight(top, height - below, weights, { header, gap });
    const axes = panels.map(({ neurons }, i) => {
      const { top, bottom } = rows[i]!;
      const y = scaleLinear([-0.5, neurons - 0.5], [bottom, top]);
      return {
        y,
        ticks: ticksUp(
          (count) => wholeTicks(0, neurons - 1, count),
          y,
          bottom - top,
          neurons <= 20 ? 15 : 28,
        ),
      };
    });
    const left = sizes.margin + 22 + Math.max(...axes.map(({ ticks }) => labelRoom(context, ticks)));
    const right = width - sizes.margin - 4;
    const time = timeAxis(steps, dt);
    const x = scaleLinear([time.low, time.high], [left + 4, right]);
    const room = [4, width - 4] as const;
    const timeTicks = ticksAcross(context, time.ticks, x, room);

    panels.forEach((panel, i) => {
      const box: Box = { left, right, ...rows[i]! };
      const { y, ticks } = axes[i]!;
      const neurons = plural(panel.neurons, 'neuron');
      drawHeader(context, box, panel.title ?? '', `${neurons}, ${plural(counts[i]!, 'spike')}`);
      drawDots(
        context,
        { ...panel, steps, count: counts[i]!, color: panel.color ?? color, size: dotSize },
        x,
        y,
      );
      drawAxisLeft(context, box, ticks, y);
      drawAxisBelow(context, box, timeTicks, x, i === panels.length - 1 ? room : undefined);
    });
    drawTitleLeft(context, ['Neuron'], { top: rows[0]!.top, bottom: rows.at(-1)!.bottom }, sizes.margin + 6);
    drawTitleBelow(context, time.title, { left, right, top, bottom: height }, height - 16);
  }
}

function countSpikes({ title, neurons, t, id }: RasterPanel, index: number, steps: number) {
  const panel = `raster: panel ${title === undefined ? index : `'${title}'`}`;
  wholeNumber(`${panel}: neurons`, neurons);
  numbers(`${panel}: t`, t);
  numbers(`${panel}: id`, id);
  if (t.length !== id.length)
    throw new RangeError(`${panel} has ${t.length} times but ${id.length} neuron indices`);
  for (let i = 0; i < t.length; i++) {
    if (!(t[i]! >= 0 && t[i]! < steps))
      throw new RangeError(`${panel}: times must lie in 0 to ${steps - 1}, got ${t[i]}`);
    if (!(id[i]! >= 0 && id[i]! < neurons))
      throw new RangeError(`${panel}: neuron indices must lie in 0 to ${neurons - 1}, got ${id[i]}`);
  }
  return t.length;
}

function plural(count: number, noun: string) {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

/** Video encoders want even sizes. */
function even(pixels: number) {
  return 2 * Math.ceil(pixels / 2);
}
