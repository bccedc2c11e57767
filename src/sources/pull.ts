import { Observable } from 'rxjs';
import { Flow } from '../flow.js';

/** What is read piece by piece, and has to be waited for now and then: a file. */
export interface Reading<Value> {
  /** The next value, or `undefined` after the last. */
  next(): Value | undefined | Promise<Value | undefined>;
  /** Frees the file; a second call does nothing. */
  close(): Promise<void>;
}

/**
 * A cold stream of what a `Reading` gives, each `made` into what is emitted, as `emit` is of steps that can be computed at
 * once: a value is asked for when the one before has passed the whole chain and not too many are held (`Flow`). `open`
 * is called at subscription; the reading is closed before the stream completes or fails, and at once when it is
 * unsubscribed.
 */
export function pull<Value, Source extends Reading<Value>, Out>(
  open: () => Promise<Source>,
  made: (value: Value, index: number, flow: Flow, reading: Source) => Out,
): Observable<Out> {
  return new Observable<Out>((subscriber) => {
    const flow = new Flow();
    let reading: Source | undefined;

    const run = async (): Promise<void> => {
      reading = await open();
      for (let index = 0; !subscriber.closed; index += 1) {
        if (flow.full) await flow.ready();
        const next = reading.next();
        const value = next instanceof Promise ? await next : next;
        if (value === undefined) break;
        if (!subscriber.closed) subscriber.next(made(value, index, flow, reading));
      }
      if (!subscriber.closed) await flow.drained();
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
