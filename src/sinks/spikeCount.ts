import { whole } from '../check.js';
import { optionsOf } from '../options.js';
import { countFrame } from '../plot/count.js';
import type { Frame } from '../plot/frame.js';
import { layerOf } from '../step.js';
import { animation, horizon, layersAndOptions, PLOT, type PlotOptions, pick, sampleOf } from './figure.js';
import { signalOf } from './layers.js';
import type { Sink } from './sink.js';

export interface SpikeCountOptions extends PlotOptions {
  /** One a neuron: a string of one character each, or an array. Default: the neurons' numbers. */
  readonly labels?: string | readonly string[];
  /** Frames per step, between which bars and time bar move evenly. Default 1. */
  readonly interpolate?: number;
  /** Extent of the time axis in steps. Default: the source's number of steps; where unknown, it grows. */
  readonly steps?: number;
  /** Vertical bands behind the bars. Default true. */
  readonly shading?: boolean;
  /** The bar that marks the time. Default true. */
  readonly timeBar?: boolean;
  /** CSS colour of the bars. */
  readonly color?: string;
}

/**
 * Counts the spikes of each neuron of a layer as horizontal bars, and emits `interpolate` frames a step; the last one
 * shows the final count. Frames cost nothing until a writer draws them: `png` draws the last, `video` all.
 *
 * `layer` is the name of a probe; without it the last layer is counted. What is not 0 is one spike. Throws for
 * options out of range; labels of another number than the neurons, a layer that is not there or has no spikes,
 * and a stream without a step go down the error channel.
 * Source: snnTorch `spikeplot.spike_count` (https://snntorch.readthedocs.io/en/latest/snntorch.spikeplot.html).
 *
 * @example
 * steps$.pipe(spikeCount('output', { labels: '0123456789', interpolate: 4 }), video('count.mp4', { fps: 50 }));
 */
export function spikeCount(layer?: string, options?: SpikeCountOptions): Sink<Frame>;
export function spikeCount(options?: SpikeCountOptions): Sink<Frame>;
export function spikeCount(first?: string | SpikeCountOptions, second?: SpikeCountOptions): Sink<Frame> {
  const [layer, options] = layersAndOptions<string, SpikeCountOptions>(first, second);
  const names = [...PLOT, 'labels', 'interpolate', 'steps', 'shading', 'timeBar', 'color'] as const;
  optionsOf('spikeCount', options, names);
  const { interpolate = 1, sample, steps: extent, ...frameOptions } = options;
  const chosen = sampleOf('spikeCount', sample);
  whole('spikeCount: interpolate', interpolate, { min: 1 });
  if (extent !== undefined) whole('spikeCount: steps', extent, { min: 1 });

  return animation('spikeCount', () => {
    let counts = new Float32Array(0);
    return {
      select: (step) => [signalOf(layerOf(step, layer, 'spikeCount'), 'spk', layer, 'spikeCount')],
      frames({ step, signals: [spk] }) {
        const fired = pick('spikeCount', spk!, chosen);
        const before = counts.length ? counts : new Float32Array(fired.length);
        counts = before.map((count, i) => count + (fired[i] === 0 ? 0 : 1));
        const after = counts;
        const steps = horizon(step, extent);
        return Array.from({ length: interpolate }, (_, k) => {
          const share = (k + 1) / interpolate;
          const shown = before.map((count, i) => count + share * (after[i]! - count));
          return countFrame({ ...frameOptions, counts: shown, steps, now: step.t + share });
        });
      },
    };
  });
}
