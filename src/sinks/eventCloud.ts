import { optionsOf } from '../options.js';
import { eventCloudFrame } from '../plot/eventCloud.js';
import type { Frame } from '../plot/frame.js';
import { layerOf } from '../step.js';
import { Events } from './events.js';
import { figure, layersAndOptions, PLOT, type PlotOptions, pick, sampleOf } from './figure.js';
import { signalOf } from './layers.js';
import type { Sink } from './sink.js';

export interface EventCloudSinkOptions extends PlotOptions {
  /** CSS colours, one a channel. */
  readonly colors?: readonly string[];
}

/**
 * Draws the spikes of a layer with features [rows, columns] in space and time, as event cameras are shown: the image stands
 * at the left, time goes away to the right, each spike is a point. Features [channels, rows, columns] have a colour a
 * channel, as the polarities of an event camera. Emits one frame when the stream completes.
 *
 * `layer` is the name of a probe; without it the last layer is drawn. What is not 0 is a spike. The memory is 8 bytes a
 * spike. Throws for options out of range; a layer that is not there, has no spikes or one feature dimension, a sample
 * outside of the batch, and a stream without a step go down the error channel.
 *
 * @example
 * rateConv(rand([50, 1, 28, 28], { seed: 1 })).pipe(eventCloud({ dt: 1e-3 }), png('events.png'));
 */
export function eventCloud(layer?: string, options?: EventCloudSinkOptions): Sink<Frame>;
export function eventCloud(options?: EventCloudSinkOptions): Sink<Frame>;
export function eventCloud(
  first?: string | EventCloudSinkOptions,
  second?: EventCloudSinkOptions,
): Sink<Frame> {
  const [layer, options] = layersAndOptions<string, EventCloudSinkOptions>(first, second);
  optionsOf('eventCloud', options, [...PLOT, 'colors']);
  const { sample, ...frameOptions } = options;
  const chosen = sampleOf('eventCloud', sample);

  return figure('eventCloud', () => {
    const events = new Events();
    return {
      select: (step) => [signalOf(layerOf(step, layer, 'eventCloud'), 'spk', layer, 'eventCloud')],
      add({ signals: [spk] }, t) {
        events.add(pick('eventCloud', spk!, chosen), t, spk!.shape.slice(1));
      },
      frame(steps) {
        const { t, id, shape } = events.finish();
        return eventCloudFrame({ ...frameOptions, t, id, shape, steps, name: layer });
      },
    };
  });
}
