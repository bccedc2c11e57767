import { number, whole } from '../check.js';
import { optionsOf } from '../options.js';
import type { Frame } from '../plot/frame.js';
import { signalsFrame } from '../plot/signals.js';
import { layerOf } from '../step.js';
import { figure, layersAndOptions, PLOT, type PlotOptions, pick, sampleOf } from './figure.js';
import { Growing } from './growing.js';
import { checkInside, signalOf } from './layers.js';
import type { Sink } from './sink.js';

export interface CurMemSpkOptions extends PlotOptions {
  /** Which neuron of the layer. Default 0. */
  readonly neuron?: number;
  /** Draws a dashed line at this membrane potential. */
  readonly threshold?: number;
}

const SIGNALS = ['cur', 'mem', 'spk'] as const;

/**
 * Draws one neuron over time in three panels, input current, membrane potential and spikes, and emits one frame when
 * the stream completes: the plot of the single neurons in snnTorch's tutorials (`plot_cur_mem_spk`).
 *
 * `layer` is the name of a probe; without it the last layer is drawn. Throws for options out of range; a layer or a
 * signal that is not there, a neuron outside of it, and a stream without a step go down the error channel.
 *
 * @example
 * current([0.5, 0.5, 0.5, 0.5]).pipe(leaky({ beta: 0.8 }), curMemSpk({ threshold: 1 }), png('lif.png'));
 */
export function curMemSpk(layer?: string, options?: CurMemSpkOptions): Sink<Frame>;
export function curMemSpk(options?: CurMemSpkOptions): Sink<Frame>;
export function curMemSpk(first?: string | CurMemSpkOptions, second?: CurMemSpkOptions): Sink<Frame> {
  const [layer, options] = layersAndOptions<string, CurMemSpkOptions>(first, second);
  optionsOf('curMemSpk', options, [...PLOT, 'neuron', 'threshold']);
  const { neuron = 0, sample, ...frameOptions } = options;
  const chosen = sampleOf('curMemSpk', sample);
  whole('curMemSpk: neuron', neuron);
  if (frameOptions.threshold !== undefined) number('curMemSpk: threshold', frameOptions.threshold);

  return figure('curMemSpk', () => {
    const series = SIGNALS.map(() => new Growing(1));
    return {
      select(step) {
        const signals = layerOf(step, layer, 'curMemSpk');
        return SIGNALS.map((signal) => signalOf(signals, signal, layer, 'curMemSpk'));
      },
      add({ signals }) {
        signals.forEach((signal, i) => {
          const values = pick('curMemSpk', signal, chosen);
          checkInside('curMemSpk', [neuron], values.length);
          series[i]!.push(values.subarray(neuron, neuron + 1));
        });
      },
      frame(steps) {
        const [cur, mem, spk] = series.map((values) => values.finish());
        return signalsFrame({ ...frameOptions, steps, cur, mem, spk });
      },
    };
  });
}
