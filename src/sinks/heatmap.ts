import { type ColorMap, checkColorMap } from '../plot/colorMap.js';
import type { Frame } from '../plot/frame.js';
import { heatmapFrame } from '../plot/heatmap.js';
import { checkRange } from '../plot/range.js';
import { signalName } from '../plot/words.js';
import { Columns } from './columns.js';
import { layersAndOptions, layersFigure, onePerLayer, type PlotOptions, sampleOf } from './figure.js';
import type { Sink } from './sink.js';
import { layerNames } from './watch.js';

export interface HeatmapSinkOptions extends PlotOptions {
  /** What is shown: `mem`, `cur`, `syn`, `spk` or a signal of your own neuron. Default `mem`. */
  readonly signal?: string;
  /**
   * `viridis` (default), `magma`, `inferno`, `plasma`, `cividis`, `turbo`, `greys`, or a function from 0 to 1 to a CSS
   * colour.
   */
  readonly colorMap?: ColorMap;
  /** The values of the first and the last colour, in the signal's unit. Default: each layer's least and greatest. */
  readonly range?: readonly [low: number, high: number];
  /** Title of each panel, in the order of the layers. Default: their names. */
  readonly titles?: readonly string[];
}

/**
 * Draws a signal of all neurons over time as colours, one panel a layer on a shared time axis, and emits one frame when
 * the stream completes: the membranes of a layer at a glance. Feature dimensions are flattened as in `raster`.
 *
 * `layers` are names of probes, one or several; without them the last layer is drawn. The memory is bounded, 8 kB a
 * neuron: after 2048 steps two of them share a column, which shows their mean, after 4096 four, and so on. Throws for
 * options out of range; a layer or signal that is not there, a sample outside of the batch, and a stream without a
 * step go down the error channel.
 *
 * @example
 * steps$.pipe(heatmap('hidden', { range: [-1, 1] }), png('membranes.png'));
 */
export function heatmap(layers?: string | readonly string[], options?: HeatmapSinkOptions): Sink<Frame>;
export function heatmap(options?: HeatmapSinkOptions): Sink<Frame>;
export function heatmap(
  first?: string | readonly string[] | HeatmapSinkOptions,
  second?: HeatmapSinkOptions,
): Sink<Frame> {
  const [layers, options] = layersAndOptions<string | readonly string[], HeatmapSinkOptions>(
    first as string,
    second,
  );
  const names = layerNames('heatmap', layers);
  const { signal = 'mem', titles, sample, ...frameOptions } = options;
  const chosen = sampleOf('heatmap', sample);
  if (frameOptions.colorMap !== undefined) checkColorMap('heatmap: colorMap', frameOptions.colorMap);
  if (frameOptions.range !== undefined) checkRange('heatmap: range', frameOptions.range);
  onePerLayer('heatmap', 'titles', titles, names.length);

  return layersFigure(
    'heatmap',
    { names, signal, sample: chosen },
    () => new Columns(),
    (layers, steps) =>
      heatmapFrame({
        ...frameOptions,
        steps,
        quantity: signalName(signal),
        panels: layers.map((columns, i) => ({ title: titles?.[i] ?? names[i], ...columns.finish() })),
      }),
  );
}
