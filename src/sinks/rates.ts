import { whole } from '../check.js';
import type { Frame } from '../plot/frame.js';
import { ratesFrame } from '../plot/rates.js';
import type { Shape } from '../shape.js';
import { Growing } from './growing.js';
import { checkInside } from './layers.js';
import {
  type Gathering,
  LAYERS_PLOT,
  type LayersOptions,
  layersArguments,
  layersFigure,
} from './layersFigure.js';
import type { Sink } from './sink.js';
import { checkSmoothing, SMOOTHING, type Smoothing, smoother } from './smoothing.js';

export interface RatesSinkOptions extends LayersOptions, Smoothing {
  /** Single neurons whose rates are shown beside the population's, in six colours, then the same again. Default: none. */
  readonly neurons?: readonly number[];
}

/**
 * Draws firing rates over time, one panel a layer on a shared time axis, and emits one frame when the stream completes.
 * The rate is the share of neurons that fire in a step (of a single neuron: the share of steps in which it fires), as the
 * mean of the last `window` steps or with exponential weights of time constant `tau`; in Hz where `dt` is given.
 *
 *     window: r[t] = sum of spk[t - window + 1 .. t] / window
 *     tau:    r[t] = sum of exp(-k / tau) spk[t - k] / sum of exp(-k / tau),   k = 0 .. t
 *
 * `layers` are names of probes, one or several; without them the last layer is drawn. What is not 0 is a spike. The
 * memory is 4 bytes a step and line. Throws for options out of range and for both `window` and `tau`; a layer that is not
 * there or has no spikes, a neuron or sample outside of it, and a stream without a step go down the error channel.
 *
 * @example
 * steps$.pipe(rates(['hidden', 'output'], { tau: 10, dt: 1e-3 }), png('rates.png'));
 */
export function rates(layers?: string | readonly string[], options?: RatesSinkOptions): Sink<Frame>;
export function rates(options?: RatesSinkOptions): Sink<Frame>;
export function rates(
  first?: string | readonly string[] | RatesSinkOptions,
  second?: RatesSinkOptions,
): Sink<Frame> {
  const layers = layersArguments('rates', first, second, [...LAYERS_PLOT, ...SMOOTHING, 'neurons']);
  const { neurons = [], window, tau, ...frameOptions } = layers.options;
  const smoothing = { ...(window !== undefined && { window }), ...(tau !== undefined && { tau }) };
  checkSmoothing('rates', smoothing);
  for (const [i, neuron] of neurons.entries()) whole(`rates: neurons[${i}]`, neuron);

  return layersFigure(
    'rates',
    layers,
    'spk',
    () => new LayerRates(neurons, smoothing),
    (gathered, steps) =>
      ratesFrame({
        ...frameOptions,
        steps,
        names: neurons.map((neuron) => `neuron ${neuron}`),
        panels: gathered.map((layer, i) => ({ title: layers.titles[i], ...layer.finish() })),
      }),
  );
}

class LayerRates implements Gathering {
  #features: Shape = [];
  #size = 0;
  readonly #population: Line;
  readonly #single: readonly Line[];

  constructor(
    readonly neurons: readonly number[],
    smoothing: Smoothing,
  ) {
    this.#population = lineOf(smoothing);
    this.#single = neurons.map(() => lineOf(smoothing));
  }

  add(spk: Float32Array, t: number, features: Shape): void {
    if (t === 0) checkInside('rates', this.neurons, spk.length);
    this.#features = features;
    this.#size = spk.length;
    let fired = 0;
    for (const value of spk) if (value !== 0) fired += 1;
    append(this.#population, fired, spk.length);
    for (const [i, neuron] of this.neurons.entries()) append(this.#single[i]!, spk[neuron] === 0 ? 0 : 1, 1);
  }

  finish() {
    return {
      neurons: this.#size,
      shape: this.#features,
      population: this.#population.values.finish(),
      single: this.#single.map(({ values }) => values.finish()),
    };
  }
}

interface Line {
  readonly smooth: (value: number) => number;
  readonly values: Growing;
}

function lineOf(smoothing: Smoothing): Line {
  return { smooth: smoother(smoothing), values: new Growing(1) };
}

/** Numbers of spikes are smoothed, not shares: sums of whole numbers are exact. */
function append({ smooth, values }: Line, fired: number, neurons: number): void {
  values.push(Float32Array.of(smooth(fired) / neurons));
}
