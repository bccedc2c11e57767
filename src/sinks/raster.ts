import { number } from '../check.js';
import type { Frame } from '../plot/frame.js';
import { rasterFrame } from '../plot/raster.js';
import { Events } from './events.js';
import {
  LAYERS_PLOT,
  type LayersOptions,
  layersArguments,
  layersFigure,
  onePerLayer,
} from './layersFigure.js';
import type { Sink } from './sink.js';

export interface RasterSinkOptions extends LayersOptions {
  /** Diameter of a dot in pixels. Default: what the room of a step and of a neuron allows. */
  readonly dotSize?: number;
  /** CSS colour of the dots: one for all panels, or one each. */
  readonly color?: string | readonly string[];
}

/**
 * Draws spikes as dots over time, one panel a layer on a shared time axis, and emits one frame when the stream
 * completes. The neuron axis always shows the whole layer. Feature dimensions are flattened, row-major as everywhere:
 * neuron (row, column) of a layer of 28 x 28 is number 28 * row + column, and the ticks stand where rows begin.
 *
 * `layers` are names of probes, one or several; without them the last layer is drawn. What is not 0 is a spike. The
 * memory is 8 bytes a spike. Throws for options out of range; a layer that is not there or has no spikes, a
 * sample outside of the batch, and a stream without a step go down the error channel.
 *
 * @example
 * steps$.pipe(raster(['input', 'hidden'], { titles: ['Input', 'Hidden'] }), png('raster.png'));
 */
export function raster(layers?: string | readonly string[], options?: RasterSinkOptions): Sink<Frame>;
export function raster(options?: RasterSinkOptions): Sink<Frame>;
export function raster(
  first?: string | readonly string[] | RasterSinkOptions,
  second?: RasterSinkOptions,
): Sink<Frame> {
  const layers = layersArguments('raster', first, second, [...LAYERS_PLOT, 'dotSize', 'color']);
  const { color, dotSize, ...frameOptions } = layers.options;
  if (dotSize !== undefined) number('raster: dotSize', dotSize, { min: 0.1 });
  const colors = typeof color === 'string' ? layers.names.map(() => color) : color;
  onePerLayer('raster', 'colors', colors, layers.names.length);

  return layersFigure(
    'raster',
    layers,
    'spk',
    () => new Events(),
    (gathered, steps) =>
      rasterFrame({
        ...frameOptions,
        dotSize,
        steps,
        panels: gathered.map((events, i) => ({
          title: layers.titles[i],
          color: colors?.[i],
          ...events.finish(),
        })),
      }),
  );
}
