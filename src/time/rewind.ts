import {
  concatMap,
  defer,
  EMPTY,
  finalize,
  ignoreElements,
  merge,
  type Observable,
  Subject,
  takeUntil,
  tap,
} from 'rxjs';
import { whole } from '../check.js';
import { eachStep } from '../layers/eachStep.js';
import { optionsOf } from '../options.js';
import type { Step } from '../step.js';
import type { Moment } from './history.js';
import { type SettingSubject, Tape } from './tape.js';

export interface RewindOptions {
  /** Goes to a step: what comes next is that step, as it was. A `Moment` may be of another run of the same network. */
  readonly seek?: Observable<number | Moment>;
  /** Goes to step 0 and the first state of all layers, and forgets the past; settings stay. */
  readonly reset?: Observable<unknown>;
  /** Each emission hands the moment as it is to `moments`. */
  readonly capture?: Observable<unknown>;
  /** Gets the moments that `capture` asks for. */
  readonly moments?: (moment: Moment) => void;
  /** Settings that belong to a moment: they are put back to what they were. */
  readonly settings?: Readonly<Record<string, SettingSubject>>;
  /** A moment is kept every so many steps; steps in between are computed again. Default 50. */
  readonly every?: number;
  /** Most moments that are kept; the oldest give way. Default 40. */
  readonly limit?: number;
  /** Where the run begins. Default: at step 0, with the first state of all layers. */
  readonly from?: Moment;
}

/**
 * Keeps moments of the run, and goes back to them: with the same settings, every step from there on is exactly what it
 * was; with others, another future begins, and the one before is forgotten with the first step.
 *
 * It stands behind the layers; what stands behind it sees neither the steps that are computed again on the way to a
 * moment, nor a gap other than in `t`. It goes to a moment at once, also while `pace` is paused. A moment holds the
 * state of all layers, the number of the next step, and the settings; with the source's seed it says all that follows.
 *
 * Only a source of this library can be sent back: for any other, `seek` ends the stream with an error, and so do a step
 * that there is not or that is no longer kept, and a moment of another network. Behind an asynchronous `to` moments are not
 * exact. Behind `pace` with 'drop' or 'coalesce' a moment is as it was, but after it every step is computed as it comes,
 * those too that were left out or added up: the step that is sought may differ from what it was.
 *
 * A setting that is changed right after `seek` holds from the step that was sought; while the steps before it are computed
 * again, which takes a source that is read some time, its subject shows the values of then.
 *
 * Throws a `RangeError` unless `every` and `limit` are whole numbers, at least 1.
 *
 * @example
 * const beta$ = new BehaviorSubject(0.9);
 * rate(digit, { steps: Infinity }).pipe(
 *   pace({ hz: 100 }), linear(fc1), leaky({ beta: beta$ }), rewind({ seek: slider$, settings: { beta: beta$ } }),
 * );
 */
export function rewind(
  options: RewindOptions = {},
): <Layer extends string = never>(source: Observable<Step<Layer>>) => Observable<Step<Layer>> {
  const controls = ['seek', 'reset', 'capture', 'moments'] as const;
  optionsOf('rewind', options, [...controls, 'settings', 'every', 'limit', 'from']);
  const { every = 50, limit = 40, seek = EMPTY, reset = EMPTY, capture = EMPTY } = options;
  whole('rewind: every', every, { min: 1 });
  whole('rewind: limit', limit, { min: 1 });

  const operator = (source: Observable<Step>): Observable<Step> =>
    defer(() => {
      const ended = new Subject<void>();
      const tape = new Tape(options.settings ?? {}, every, limit, options.from);
      const steps = source.pipe(
        eachStep('rewind', (step) => step),
        concatMap((step) => tape.pass(step)),
        tap({
          complete: () => {
            tape.end();
            ended.next();
          },
        }),
      );
      const controls = merge(
        tape.changes,
        seek.pipe(tap((target) => tape.seek(target))),
        reset.pipe(tap(() => tape.reset())),
        capture.pipe(tap(() => tape.capture(options.moments))),
      );
      return merge(controls.pipe(ignoreElements(), takeUntil(ended)), steps).pipe(
        finalize(() => ended.next()),
      );
    });
  return operator as never;
}
