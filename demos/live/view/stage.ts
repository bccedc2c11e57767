import { filter, fromEvent, map, merge, type Observable, startWith, take, takeWhile } from 'rxjs';
import type { Live } from '../model/live.js';
import type { Reply } from '../model/protocol.js';

/** Whether there is anything to show: not yet, what went wrong before there was, or that there is. */
export type Stage = 'loading' | 'ready' | Error;

/** How the page begins. Once a network runs, errors are the message line's alone. */
export function stageOf({ worker, ready }: Live): Observable<Stage> {
  const said = fromEvent<MessageEvent<Reply>>(worker, 'message').pipe(
    map(({ data }) => (data.type === 'error' ? data.message : undefined)),
    filter((message) => message !== undefined),
  );
  // a script that is not there is an event without a message
  const broken = fromEvent<ErrorEvent>(worker, 'error').pipe(
    map(({ message }) => message || 'its worker did not begin'),
  );
  const failed = merge(said, broken).pipe(
    // what comes after the first error comes of it
    take(1),
    map((message) => new Error(message)),
  );
  const runs = ready.pipe(
    filter((is) => is),
    map(() => 'ready' as const),
  );
  return merge(failed, runs).pipe(
    startWith('loading' as const),
    takeWhile((stage) => stage !== 'ready', true),
  );
}
