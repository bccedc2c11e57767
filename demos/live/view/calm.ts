import { asyncScheduler, type Observable, startWith, switchMap, throttleTime } from 'rxjs';
import type { Live } from '../model/live.js';

/** Milliseconds between changes of what is read rather than watched. */
const CALM = 100;

/** The frames in which text changes: each one while the run is stopped, else ten a second, which is as fast as one reads. */
export function calm({ frame, running }: Live): Observable<void> {
  const slow = frame.pipe(throttleTime(CALM, asyncScheduler, { leading: true, trailing: true }));
  return running.pipe(switchMap((runs) => (runs ? slow : frame.pipe(startWith(undefined)))));
}
