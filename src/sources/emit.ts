import { Observable } from 'rxjs';
import { Flow } from '../flow.js';
import { type Signals, Step } from '../step.js';

/** Steps that are computed at once where a source is finite, so that nobody waits for the single one. */
export const BLOCK = 20;

/**
 * A cold stream of `steps` steps whose signals are made one at a time, when the step before has passed the whole
 * chain. It runs synchronously until a step is held (`Flow`), waits while too many are, and stops at once when
 * the subscriber is gone. `open` is called at subscription with the flow: whatever state the source has is born there.
 */
export function emit(steps: number, open: (flow: Flow) => (t: number) => Signals): Observable<Step> {
  return new Observable<Step>((subscriber) => {
    const flow = new Flow(undefined, true);
    flow.endless = !Number.isFinite(steps);
    const known = flow.endless ? undefined : steps;
    const block = known === undefined ? 1 : Math.min(known, BLOCK);
    const signalsAt = open(flow);

    // what a source waits for may be overtaken: it goes on once
    let turn = 0;
    let running = false;

    const run = (): void => {
      while (flow.t < steps && !subscriber.closed) {
        if (flow.full) {
          resume(flow.ready());
          return;
        }
        const { t } = flow;
        const step = new Step(t, signalsAt(t), {}, known, flow, block);
        flow.t += 1;
        subscriber.next(step);
      }
      if (subscriber.closed) return;
      if (flow.idle) subscriber.complete();
      else resume(flow.drained());
    };
    const go = (): void => {
      turn += 1;
      running = true;
      try {
        run();
      } catch (error) {
        subscriber.error(error);
      } finally {
        running = false;
      }
    };
    const resume = (wait: Promise<void>): void => {
      const mine = turn;
      wait.then(
        () => mine === turn && go(),
        (error: unknown) => subscriber.error(error),
      );
    };
    flow.rushed = () => {
      if (!running) go();
    };
    go();
  });
}
