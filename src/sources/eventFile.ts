import type { Observable } from 'rxjs';
import { number, oneOf, whole } from '../check.js';
import { checkFile } from '../io/bytes/bytes.js';
import { checkEventOptions, type EventReadOptions } from '../io/eventFiles/events.js';
import { openEvents } from '../io/eventFiles/open.js';
import type { PathOrBytes } from '../io/loadBytes.js';
import type { Step } from '../step.js';
import { type Binning, binnedSteps } from './binEvents.js';
import { pullSteps } from './pull.js';

export interface EventFileOptions extends EventReadOptions {
  /** Microseconds of one step. Either this or `count`. */
  readonly dt?: number;
  /** Events of one step. */
  readonly count?: number;
  /** `'binary'` (default): 1 where there was an event in the step. `'counts'`: how many there were. */
  readonly values?: 'binary' | 'counts';
  /** `'split'` (default): two channels, OFF and ON. `'merge'`: one channel for both. */
  readonly polarity?: 'split' | 'merge';
  /** Side of the square of pixels that becomes one neuron, a whole number. Default 1. */
  readonly downscale?: number;
  /** With `dt`: the longest silence in microseconds; a longer one is an error. Default 60 seconds. */
  readonly maxGap?: number;
}

/**
 * Emits the events of an event-camera file as steps of spikes (signal `spk`), binned by time or by count. Formats: AEDAT 2,
 * 3 and 4, Metavision's `.dat`, and N-MNIST's `.bin`.
 *
 * 1. With `dt`, step k has the events from `from + k * dt` up to and without `from + (k + 1) * dt` microseconds, where `from`
 *    is the time of the first event if the options do not say it; steps without an event are silent. The last
 *    step is that of the last event, or, where there is a `to`, the one before `to`.
 * 2. With `count`, a step has that many events; the last has what is left.
 * 3. Every event is in exactly one step. One that is earlier than its step (`strict: false` only) is in the step under way.
 *
 * Shapes: `[1, polarities, height, width]`, sizes divided by `downscale` and rounded up; channel 0 is OFF, 1 is ON, as in
 * Tonic's `ToFrame`. How the file is read and what goes wrong: as `addressEvents`. An empty file is an empty stream.
 *
 * Throws for options out of range. Down the error channel go damaged files, and silences beyond `maxGap`, which are
 * mostly a damaged time.
 *
 * @example
 * eventFile('hand.aedat4', { dt: 1000 });                          // steps of a millisecond, [1, 2, 260, 346]
 * eventFile('00002.bin', { dt: 1000, from: 0, to: 300_000 });      // 300 steps of [1, 2, 34, 34]
 * eventFile('street.dat', { count: 5000, polarity: 'merge', downscale: 4, values: 'counts' });
 */
export function eventFile(file: PathOrBytes, options: EventFileOptions): Observable<Step> {
  const { dt, count, values = 'binary', polarity = 'split', downscale = 1, maxGap = 60e6 } = options ?? {};
  checkFile('eventFile', file);
  checkEventOptions('eventFile', options ?? {});
  if ((dt === undefined) === (count === undefined)) {
    throw new TypeError(`eventFile: takes either dt or count, got ${dt === undefined ? 'none' : 'both'}`);
  }
  if (dt !== undefined) number('eventFile: dt', dt, { above: 0 });
  if (count !== undefined) whole('eventFile: count', count, { min: 1 });
  oneOf('eventFile: values', ['binary', 'counts'], values);
  oneOf('eventFile: polarity', ['split', 'merge'], polarity);
  whole('eventFile: downscale', downscale, { min: 1 });
  number('eventFile: maxGap', maxGap, { above: 0 });
  const { from, to } = options;
  const binning: Binning = { dt, count, values, polarity, downscale, maxGap, from, to };
  return pullSteps(async () => binnedSteps(await openEvents('eventFile', file, options), binning));
}
