import { number } from '../check.js';
import { optionsOf } from '../options.js';
import type { FileHandleLike } from '../platform/platform.js';
import { layoutOf, type Shape } from '../shape.js';
import { layerOf } from '../step.js';
import { appender } from './appender.js';
import { layersAndOptions } from './figure.js';
import { fileSink } from './fileSink.js';
import { type LayerName, layerNames, signalOf } from './layers.js';
import type { Sink } from './sink.js';
import { checkTarget } from './writeChecks.js';

export interface EventsCsvOptions {
  /** Which signal has the events. Default `'spk'`. */
  readonly signal?: string;
  /** Seconds per step; with it the first column is the time in seconds, else the step. */
  readonly dt?: number;
}

/** Characters that are written at once. */
const PIECE = 1 << 16;

/**
 * Writes spikes as address events to a CSV file, a row for each value that is not zero, and emits the path once the file is
 * there: `step,layer,sample,neuron,value`, in the order of time. With `dt` the first column is `time`, in seconds.
 * `neuron` counts through all dimensions of a layer, the last one fastest; `value` is 1, or that of a graded spike.
 *
 * `layers` are names of probes; without them the last layer is written, and `layer` is empty. Memory is constant:
 * `replay('run.rec').pipe(eventsCsv('run.csv'))` writes a recording of any length, `replay(rec)` one in memory.
 * The file appears whole or not at all; a browser takes a file handle in place of the path.
 *
 * Throws for arguments out of range; layers and signals that are not there, and a file that cannot be written, go down
 * the error channel.
 *
 * @example
 * await lastValueFrom(steps$.pipe(eventsCsv('spikes.csv', ['hidden', 'output'], { dt: 1e-3 })));
 */
export function eventsCsv(
  target: string | FileHandleLike,
  layers?: string | readonly string[],
  options?: EventsCsvOptions,
): Sink<string>;
export function eventsCsv(target: string | FileHandleLike, options?: EventsCsvOptions): Sink<string>;
export function eventsCsv(
  target: string | FileHandleLike,
  first?: string | readonly string[] | EventsCsvOptions,
  second?: EventsCsvOptions,
): Sink<string> {
  const [layers, options] = layersAndOptions<string | readonly string[], EventsCsvOptions>(first, second);
  const { signal = 'spk', dt } = optionsOf('eventsCsv', options, ['signal', 'dt']);
  checkTarget('eventsCsv', target);
  const names = layerNames('eventsCsv', layers);
  if (dt !== undefined) number('eventsCsv: dt', dt, { above: 0 });
  return fileSink('eventsCsv', () => {
    const file = appender('eventsCsv', target);
    let text = `${dt === undefined ? 'step' : 'time'},layer,sample,neuron,value\n`;
    let steps = 0;
    const write = (): Promise<void> => {
      const bytes = new TextEncoder().encode(text);
      text = '';
      return file.write(bytes);
    };
    return {
      select: (step) =>
        names.map((name) => signalOf(layerOf(step, name, 'eventsCsv'), signal, name, 'eventsCsv')),
      add({ step, signals }) {
        // a product of decimals has more digits than either: 3 * 0.001
        const time = dt === undefined ? steps : Number((steps * dt).toPrecision(12));
        for (const [i, { shape, data }] of signals.entries()) text += rows(time, names[i], shape, data);
        steps += 1;
        if (text.length < PIECE) return undefined;
        const written = write();
        step.flow.hold(written);
        return written;
      },
      async finish() {
        if (steps === 0) throw new RangeError('eventsCsv: the stream ended without a step');
        await write();
        return file.finish();
      },
      abandon: () => file.abandon('remove'),
    };
  });
}

function rows(time: number, name: LayerName, shape: Shape, data: Float32Array): string {
  const { features } = layoutOf(shape);
  const layer = quoted(name ?? '');
  let text = '';
  for (let i = 0; i < data.length; i += 1) {
    const value = data[i]!;
    if (value !== 0) text += `${time},${layer},${Math.floor(i / features)},${i % features},${value}\n`;
  }
  return text;
}

function quoted(name: string): string {
  return /[",\n\r]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}
