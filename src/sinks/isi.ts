import { whole } from '../check.js';
import type { Frame } from '../plot/frame.js';
import { isiFrame } from '../plot/isi.js';
import { Intervals } from './intervals.js';
import { LAYERS_PLOT, type LayersOptions, layersArguments, layersFigure } from './layersFigure.js';
import type { Sink } from './sink.js';

export interface IsiSinkOptions extends LayersOptions {
  /** Width of a bin in steps. Default: whole steps, so many that there are 60 bins at most. */
  readonly bin?: number;
  /** The longest interval that is drawn, in steps; longer ones are counted in words. Default: all are drawn. */
  readonly longest?: number;
  /** CSS colour of the bars. */
  readonly color?: string;
}

/**
 * Draws the histogram of inter-spike intervals, the times between two spikes of the same neuron, one panel a layer, and
 * emits one frame when the stream completes. The intervals of all neurons are counted together; above the panel stand
 * their number, mean, and coefficient of variation: 0 of a clock, 1 of a Poisson process.
 *
 * `layers` are names of probes, one or several; without them the last layer is drawn. What is not 0 is a spike. The
 * memory is a number a neuron, and two for each different interval. Throws for options out of range; a layer that is
 * not there or has no spikes, a sample outside of the batch, and a stream without a step go down the error channel. A
 * layer without two spikes of a neuron has an empty panel.
 *
 * @example
 * steps$.pipe(isi('hidden', { longest: 60, dt: 1e-3 }), png('isi.png'));
 */
export function isi(layers?: string | readonly string[], options?: IsiSinkOptions): Sink<Frame>;
export function isi(options?: IsiSinkOptions): Sink<Frame>;
export function isi(
  first?: string | readonly string[] | IsiSinkOptions,
  second?: IsiSinkOptions,
): Sink<Frame> {
  const layers = layersArguments('isi', first, second, [...LAYERS_PLOT, 'bin', 'longest', 'color']);
  const { bin, longest, ...frameOptions } = layers.options;
  if (bin !== undefined) whole('isi: bin', bin, { min: 1 });
  if (longest !== undefined) whole('isi: longest', longest, { min: 1 });

  return layersFigure(
    'isi',
    layers,
    'spk',
    () => new Intervals(),
    (gathered) =>
      isiFrame({
        ...frameOptions,
        bin,
        longest,
        panels: gathered.map((intervals, i) => ({ title: layers.titles[i], ...intervals.finish() })),
      }),
  );
}
