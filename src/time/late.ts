import { audit, concat, concatMap, defer, map, type Observable, type OperatorFunction, of, pipe } from 'rxjs';
import type { Step } from '../step.js';
import { EARLY, type ModelClock } from './clock.js';
import { sumOf } from './sum.js';

/** What becomes of steps that cannot be computed in time. */
export type OnLate = 'wait' | 'drop' | 'coalesce';

export const ON_LATE: readonly OnLate[] = ['wait', 'drop', 'coalesce'];

/**
 * Lets the steps of one run through when they are due, those that are late by more than `slack` seconds as `onLate` says.
 */
export function letThrough(clock: ModelClock, onLate: OnLate, slack: number): OperatorFunction<Step, Step> {
  const admit = admission(clock, onLate, slack);
  // a source was held until its step was due, and would not wait once more where a timer came early
  const due = ({ flow }: Step): Observable<unknown> => (flow.driven ? of(undefined) : clock.due());
  return onLate === 'wait' ? pipe(admit, inOrder(due)) : pipe(admit, latest(due, onLate));
}

/** Whether a step is computed once more, to get back to a moment. */
export function again({ t, flow }: Step): boolean {
  return t < flow.catchUp;
}

/** What a step gives when its source emits it: itself, the sum of late ones that it ends, or nothing. */
function admission(clock: ModelClock, onLate: OnLate, slack: number): OperatorFunction<Step, Step> {
  let gathered: Step | undefined;
  const admit = (step: Step): readonly Step[] => {
    const { flow, steps } = step;
    if (again(step)) return [step];
    const allowed = clock.stepsIn(slack);
    const late = Math.floor(clock.overdue + EARLY);
    // what comes by itself has no time at which it is due but that of the step before
    if (onLate === 'wait' || !flow.driven) clock.forgive(flow.driven || onLate === 'wait' ? allowed : 0);
    else if (late >= 1 && (late > allowed || gathered)) {
      if (onLate === 'drop') {
        // where the end is not known, none is left out before it has come: it might be beyond
        const end = steps ?? (flow.endless ? Number.POSITIVE_INFINITY : flow.t);
        const skipped = Math.min(late - 1, end - flow.t);
        flow.t += skipped;
        flow.dropped += 1 + skipped;
        clock.took(1 + skipped);
        return [];
      }
      if (steps === undefined || flow.t < steps) {
        gathered = sumOf(gathered, step, 'pace');
        flow.coalesced += 1;
        clock.took(1);
        return [];
      }
    }
    const whole = sumOf(gathered, step, 'pace');
    gathered = undefined;
    return [whole];
  };
  /** The sum whose end was not seen: its last step is one that comes, not one that was added. */
  const rest = (): readonly Step[] => {
    if (!gathered) return [];
    gathered.flow.coalesced -= 1;
    return [gathered];
  };
  return (source) => concat(source.pipe(concatMap(admit)), defer(rest));
}

function inOrder(due: (step: Step) => Observable<unknown>): OperatorFunction<Step, Step> {
  return concatMap((step) => due(step).pipe(map(() => step)));
}

/** Of the steps that come before one is due, the latest or their sum. */
function latest(
  due: (step: Step) => Observable<unknown>,
  onLate: 'drop' | 'coalesce',
): OperatorFunction<Step, Step> {
  let waiting: Step | undefined;
  return pipe(
    map((step: Step) => {
      if (waiting && onLate === 'drop') step.flow.dropped += 1;
      if (waiting && onLate === 'coalesce') step.flow.coalesced += 1;
      waiting = onLate === 'drop' ? step : sumOf(waiting, step, 'pace');
      return waiting;
    }),
    audit(due),
    map((step) => {
      waiting = undefined;
      return step;
    }),
  );
}
