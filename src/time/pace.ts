import {
  asyncScheduler,
  defer,
  EMPTY,
  finalize,
  firstValueFrom,
  ignoreElements,
  map,
  merge,
  Observable,
  of,
  type SchedulerLike,
  Subject,
  takeUntil,
  tap,
} from 'rxjs';
import { number, oneOf, show } from '../check.js';
import { Flow } from '../flow.js';
import type { StepOperator } from '../layers/layer.js';
import { optionsOf } from '../options.js';
import { type Step, type StepLike, toStep } from '../step.js';
import { ModelClock } from './clock.js';
import { again, letThrough, ON_LATE, type OnLate } from './late.js';

export interface PaceOptions {
  /** Steps a second of model time. Either this or `dt`. */
  readonly hz?: number;
  /** Seconds of model time a step. */
  readonly dt?: number;
  /** Seconds of model time in a second: 0 stops, `Infinity` runs as fast as the steps pass. Default 1. */
  readonly speed?: number | Observable<number>;
  /** Stops while its latest value is true. */
  readonly pause?: Observable<boolean>;
  /** Each emission lets one step through while it is stopped. */
  readonly step?: Observable<unknown>;
  /** Default 'wait'. */
  readonly onLate?: OnLate;
  /** Seconds by which a step may be late and count as in time: timers are coarse. Default 0.05. */
  readonly slack?: number;
  /** `animationFrameScheduler` looks once a frame; a virtual one brings its own time. Default: timers. */
  readonly scheduler?: SchedulerLike;
}

/**
 * Lets steps through by the wall clock: step n leaves n / hz seconds after the first one, each computed as it comes
 * (`block(1)`). It stands behind the source, before the layers.
 *
 * A source of this library is held until its next step is due, so nothing is queued, and what it reads of Observables is
 * that of the moment. Steps that come by themselves, from a sensor or a socket, wait here.
 *
 * A step is late when more than `slack` seconds have passed since it was due: because the layers took too long, the
 * page was hidden, or more came in than `hz`.
 *
 * - 'wait': every step is computed, and the clock waits for it: the stream falls behind the wall, by no more than it must,
 *   and does not race to catch up. What comes by itself is queued without bound.
 * - 'drop': late steps are left out. A source goes on at the step that is due, so that `t` keeps to the wall clock; of what
 *   came by itself the latest goes through.
 * - 'coalesce': late steps are added up into one, signal by signal, so that all spikes and
 *   currents arrive, later and at once.
 *
 * How many were dropped and coalesced is exact; `meter()` reports it. Never more than 12 ms pass without a turn
 * for other work, where a step does not take longer.
 *
 * Throws a `TypeError` or `RangeError` for options out of range; the same in an Observable ends the stream.
 *
 * @example
 * const realTime = pace({ dt: 0.01, speed: slider$, onLate: 'drop' });
 * rate(drawing$, { steps: Infinity }).pipe(realTime, linear(fc1), leaky({ beta }));
 */
export function pace(options: PaceOptions): StepOperator {
  const names = ['hz', 'dt', 'speed', 'pause', 'step', 'onLate', 'slack', 'scheduler'] as const;
  const given = optionsOf('pace', options ?? {}, names);
  const { onLate = 'wait', slack = 0.05, scheduler = asyncScheduler, speed = 1 } = given;
  const dt = secondsOf(given);
  oneOf('pace: onLate', ON_LATE, onLate);
  number('pace: slack', slack, { min: 0 });
  if (!(speed instanceof Observable)) speedOf(speed);

  const operator = (source: Observable<StepLike>): Observable<Step> =>
    defer(() => {
      const clock = new ModelClock(1000 * dt, scheduler);
      const ended = new Subject<void>();
      const own = new Flow();
      let count = 0;
      let latest: Step | undefined;
      let held = false;

      const arrive = (value: StepLike): Step => {
        const step = toStep(value, count, 'pace');
        count += 1;
        const flow = step.flow.driven ? step.flow : own;
        flow.dt = dt;
        return step.paced(flow, clock.now());
      };
      const leave = (step: Step): void => {
        if (again(step)) return;
        clock.took(1);
        latest = step;
        hold();
      };
      // also when the clock stops: the source may be about to go on, since the next step was due or others had their turn
      const hold = (): void => {
        if (!latest || held) return;
        const { flow, steps = Number.POSITIVE_INFINITY } = latest;
        const obstacle = flow.driven && flow.t < steps ? clock.obstacle : undefined;
        if (!obstacle) return;
        held = true;
        const over = obstacle.pipe(
          takeUntil(ended),
          finalize(() => {
            held = false;
          }),
        );
        flow.pause(firstValueFrom(over, { defaultValue: undefined }));
      };
      const paced = source.pipe(
        map(arrive),
        letThrough(clock, onLate, slack),
        tap({ next: leave, complete: () => ended.next() }),
      );
      return merge(controls(clock, hold, given).pipe(takeUntil(ended)), paced).pipe(
        finalize(() => ended.next()),
      );
    });
  return operator as StepOperator;
}

/** Sets the clock as the options' Observables say, and tells when it did; emits nothing. */
function controls(
  clock: ModelClock,
  changed: () => void,
  { speed = 1, pause = EMPTY, step = EMPTY }: PaceOptions,
): Observable<never> {
  let [wanted, paused] = [1, false];
  const set = () => {
    clock.speed = paused ? 0 : wanted;
    changed();
  };
  const speeds = (speed instanceof Observable ? speed : of(speed)).pipe(
    tap((value) => {
      wanted = speedOf(value);
      set();
    }),
  );
  const pauses = pause.pipe(
    tap((value) => {
      paused = value;
      set();
    }),
  );
  return merge(pauses, speeds, step.pipe(tap(() => clock.permit()))).pipe(ignoreElements());
}

function secondsOf({ hz, dt }: PaceOptions): number {
  if ((hz === undefined) === (dt === undefined)) {
    throw new TypeError(`pace: takes either hz or dt, got hz ${show(hz)} and dt ${show(dt)}`);
  }
  return dt === undefined ? 1 / number('pace: hz', hz!, { above: 0 }) : number('pace: dt', dt, { above: 0 });
}

function speedOf(value: number): number {
  return value === Number.POSITIVE_INFINITY ? value : number('pace: speed', value, { min: 0 });
}
