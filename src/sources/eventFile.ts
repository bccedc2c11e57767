import { defer, finalize, type Observable } from 'rxjs';
import { oneOf, show, whole } from '../check.js';
import { checkFile, type PathOrBytes } from '../io/bytes/bytes.js';
import { checkEventOptions, EVENT_READ, type EventReadOptions } from '../io/eventFiles/events.js';
import { openEvents } from '../io/eventFiles/open.js';
import { optionsOf } from '../options.js';
import type { Step } from '../step.js';
import { BinnedEvents } from './binEvents.js';
import { type Framing, POLARITIES } from './eventFrames.js';
import { pullSteps } from './pullSteps.js';
import { settingsOf } from './settings.js';

export interface EventFileOptions extends EventReadOptions {
  /** Microseconds of one step, or an Observable of them. Either this or `count`. */
  readonly dt?: number | Observable<number>;
  /** Events of one step, or an Observable of how many. */
  readonly count?: number | Observable<number>;
  /** `'binary'` (default): 1 where there was an event in the step. `'counts'`: how many there were. */
  readonly values?: Framing['values'];
  /** `'split'` (default): two channels, OFF and ON. `'merge'`: one channel for both. `'on'`, `'off'`: those alone. */
  readonly polarity?: Framing['polarity'];
  /** Side of the square of pixels that becomes one neuron, a whole number. Default 1. */
  readonly downscale?: number;
  /**
   * Rows and columns of a step, in place of `downscale`: the whole sensor, its sides in proportion, in the middle of
   * them. Each is divided by what the longer side needs, and rounded down.
   */
  readonly size?: readonly [height: number, width: number];
  /** With `dt`: the longest silence in microseconds, or an Observable; a longer one is an error. Default 60 seconds. */
  readonly maxGap?: number | Observable<number>;
  /** Whether the file begins anew after its last step, without end. Default false. */
  readonly loop?: boolean;
  /**
   * Is told, for each step, how many microseconds after the beginning of the file's first step
   * it begins (with `count`: ends).
   */
  readonly progress?: (microseconds: number) => void;
}

/** The names of the options that other readers of event files do not have. */
const BINNING = [
  'dt',
  'count',
  'values',
  'polarity',
  'downscale',
  'size',
  'maxGap',
  'loop',
  'progress',
] as const;

/**
 * Emits the events of an event-camera file as steps of spikes (signal `spk`), binned by time or by count. Formats: AEDAT 2,
 * 3 and 4, Metavision's `.dat`, and N-MNIST's `.bin`.
 *
 * 1. With `dt`, step k has the events from `from + k * dt` up to and without `from + (k + 1) * dt` microseconds, where
 *    `from` is the time of the first event if the options do not say it; steps without an event are silent. The last
 *    step is that of the last event, or, where there is a `to`, the one before `to`.
 * 2. With `count`, a step has that many events; the last has what is left.
 * 3. A new value of `dt` or `count` holds from the next step on, which begins where the one before ended.
 * 4. Every event (of the polarities that are asked for) is in exactly one step. One that is earlier than its step
 *    (`strict: false` only) is in the step under way.
 *
 * Shapes: `[1, polarities, height, width]`, sizes divided by `downscale` and rounded up, or those of `size`; channel 0
 * is OFF, 1 is ON, as in Tonic's `ToFrame`. How the file is read and what goes wrong: as `addressEvents`. An empty file
 * is an empty stream. `pace` holds it, so that nothing is queued. `rewind` sends it back: the place in the file is
 * saved and loaded with the run's state, and going there reads the file from its beginning.
 *
 * Throws for options out of range. Down the error channel go damaged files, and silences beyond `maxGap`, which are
 * mostly a damaged time.
 *
 * @example
 * eventFile('hand.aedat4', { dt: 1000 });                          // steps of a millisecond, [1, 2, 260, 346]
 * eventFile('00002.bin', { dt: 1000, from: 0, to: 300_000 });      // 300 steps of [1, 2, 34, 34]
 * eventFile('street.dat', { dt: slider$, size: [28, 28], polarity: 'on', loop: true }); // [1, 1, 28, 28], without end
 * eventFile('street.dat', { count: 5000, polarity: 'merge', downscale: 4, values: 'counts' });
 */
export function eventFile(file: PathOrBytes, options: EventFileOptions): Observable<Step> {
  const given = optionsOf('eventFile', options ?? {}, [...EVENT_READ, ...BINNING]);
  const { dt, count, values = 'binary', polarity = 'split', downscale = 1, size, maxGap = 60e6 } = given;
  const { from, to, loop = false, progress } = given;
  checkFile('eventFile', file);
  checkEventOptions('eventFile', given);
  if ((dt === undefined) === (count === undefined)) {
    throw new TypeError(`eventFile: takes either dt or count, got ${dt === undefined ? 'none' : 'both'}`);
  }
  const settings = settingsOf<'dt' | 'count' | 'maxGap'>(
    'eventFile',
    { ...(dt === undefined ? { count: count! } : { dt }), maxGap },
    { dt: { above: 0 }, count: { whole: true, min: 1 }, maxGap: { above: 0 } },
  );
  oneOf('eventFile: values', ['binary', 'counts'], values);
  oneOf('eventFile: polarity', POLARITIES, polarity);
  whole('eventFile: downscale', downscale, { min: 1 });
  if (size) checkSize(size, given.downscale);
  const spans = typeof dt === 'number' && from !== undefined && to !== undefined;
  const steps = spans ? Math.ceil((to - from) / dt) : undefined;
  const fixed = { values, polarity, downscale, size, steps, from, to, loop, progress };
  const open = () => openEvents('eventFile', file, given);
  return defer(() => {
    const { now, stop } = settings.start();
    const numbers = () => ({
      dt: dt === undefined ? undefined : one(now('dt')),
      count: count === undefined ? undefined : one(now('count')),
      maxGap: one(now('maxGap')),
    });
    return pullSteps(
      async (flow) => new BinnedEvents(open, await open(), { ...fixed, now: numbers }, flow),
    ).pipe(finalize(stop));
  });
}

/** These are of the whole file, and so one number each. */
function one(value: unknown): number {
  if (typeof value === 'number') return value;
  throw new TypeError(`eventFile: dt, count and maxGap take one number, got ${show(value)}`);
}

function checkSize(size: readonly number[], downscale: number | undefined): void {
  if (downscale !== undefined) throw new TypeError('eventFile: takes either downscale or size, got both');
  if (size.length !== 2) throw new RangeError(`eventFile: size must be [height, width], got ${show(size)}`);
  for (const side of size) whole('eventFile: every side of size', side, { min: 1, max: 16384 });
}
