import { type NamesOf, optionsOf } from '../options.js';
import type { Frame } from '../plot/frame.js';
import type { Shape } from '../shape.js';
import { layerOf } from '../step.js';
import { figure, layersAndOptions, PLOT, type PlotOptions, pick, sampleOf } from './figure.js';
import { type LayerName, layerNames, signalOf } from './layers.js';
import type { Sink } from './sink.js';

/** What plots of several layers can be told. */
export interface LayersOptions extends PlotOptions {
  /** Title of each panel, in the order of the layers. Default: their names. */
  readonly titles?: readonly string[];
}

/** The names of `LayersOptions`. */
export const LAYERS_PLOT = [...PLOT, 'titles'] as const;

/** The arguments `(layers, options)` of a plot of several layers, checked. */
export interface LayersArguments<Options extends LayersOptions> {
  readonly names: readonly LayerName[];
  /** One a layer; the last layer that has no name has no title either. */
  readonly titles: readonly (string | undefined)[];
  readonly sample: number;
  /** What is left of the options. */
  readonly options: Omit<Options, 'titles' | 'sample'>;
}

/** Checks the arguments, either of which may be left out; `names` are those of all options. */
export function layersArguments<Options extends LayersOptions, Name extends keyof Options & string>(
  operator: string,
  first: string | readonly string[] | Options | undefined,
  second: Options | undefined,
  names: NamesOf<Options, Name>,
): LayersArguments<Options> {
  const [layers, given] = layersAndOptions<string | readonly string[], Options>(first as string, second);
  const { titles, sample, ...options } = optionsOf(operator, given, names);
  const shown = layerNames(operator, layers);
  onePerLayer(operator, 'titles', titles, shown.length);
  return { names: shown, titles: titles ?? shown, sample: sampleOf(operator, sample), options };
}

/** What a figure gathers of one layer: one sample of one signal, step by step. */
export interface Gathering {
  add(values: Float32Array, t: number, features: Shape): void;
}

/** A figure of one signal of several layers, which `start` begins to gather for each of them. */
export function layersFigure<Gathered extends Gathering>(
  operator: string,
  { names, sample }: Pick<LayersArguments<LayersOptions>, 'names' | 'sample'>,
  signal: string,
  start: () => Gathered,
  frame: (layers: readonly Gathered[], steps: number) => Frame,
): Sink<Frame> {
  return figure(operator, () => {
    const layers = names.map(start);
    return {
      select: (step) => names.map((name) => signalOf(layerOf(step, name, operator), signal, name, operator)),
      add({ signals }, t) {
        signals.forEach((values, i) => {
          layers[i]!.add(pick(operator, values, sample), t, values.shape.slice(1));
        });
      },
      frame: (steps) => frame(layers, steps),
    };
  });
}

/** Throws unless there are as many values of an option as layers. */
export function onePerLayer(
  operator: string,
  option: string,
  values: ArrayLike<unknown> | undefined,
  layers: number,
): void {
  if (values && values.length !== layers)
    throw new RangeError(`${operator}: ${layers} layers need ${layers} ${option}, got ${values.length}`);
}
