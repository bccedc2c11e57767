import { Observable } from 'rxjs';
import { Flow } from '../flow.js';
import { type Signals, Step } from '../step.js';
import { BLOCK } from './emit.js';

/** The signals of one step, and of the layers that it has passed. */
export interface Played {
  readonly signals: Signals;
  readonly layers?: Readonly<Record<string, Signals>>;
}

/** Steps that are read piece by piece: a file. */
export interface StepReading {
  /** How many steps there will be, where it is known. */
  readonly steps?: number | undefined;
  /** Step `t`, or `undefined` after the last. Steps are asked for in order, unless the run was sent elsewhere. */
  at(t: number): Played | undefined | Promise<Played | undefined>;
  /** Frees the file; a second call does nothing. */
  close(): Promise<void>;
}

/**
 * A cold stream of steps that are read, as `emit` is of steps that can be computed at once: one is asked for when the one
 * before has passed the whole chain and not too many are held, and the run can be paused and sent elsewhere (`Flow`). `open`
 * is called at subscription; the reading is closed before the stream completes or fails, and at once when it is
 * unsubscribed.
 */
export function pullSteps(open: (flow: Flow) => Promise<StepReading>): Observable<Step> {
  return new Observable<Step>((subscriber) => {
    const flow = new Flow(undefined, true);
    let reading: StepReading | undefined;

    // what is read or waited for may be overtaken
    let turn = 0;
    let overtake: (() => void) | undefined;
    flow.rushed = () => {
      turn += 1;
      overtake?.();
    };
    const unlessOvertaken = (wait: Promise<void>): Promise<void> =>
      Promise.race([
        wait,
        new Promise<void>((resolve) => {
          overtake = resolve;
        }),
      ]);

    const run = async (): Promise<void> => {
      reading = await open(flow);
      const { steps } = reading;
      const block = Math.min(steps ?? BLOCK, BLOCK);
      while (!subscriber.closed) {
        if (flow.full) {
          await unlessOvertaken(flow.ready());
          continue;
        }
        const [{ t }, mine] = [flow, turn];
        const next = reading.at(t);
        const value = next instanceof Promise ? await next : next;
        // it may have been paused while it read
        if (turn === mine && !subscriber.closed && flow.full) await unlessOvertaken(flow.ready());
        if (subscriber.closed) return;
        if (turn !== mine) continue;
        if (value) {
          flow.t += 1;
          subscriber.next(new Step(t, value.signals, value.layers, steps, flow, block));
        } else {
          await unlessOvertaken(flow.drained());
          if (turn === mine) return;
        }
      }
    };
    run()
      .finally(() => reading?.close())
      .then(
        () => subscriber.complete(),
        (error: unknown) => subscriber.error(error),
      );
    return () => void reading?.close().catch(() => {});
  });
}
