import type { Observable } from 'rxjs';
import type { Series } from '../coding/series.js';
import type { Step } from '../step.js';
import { emit } from './emit.js';

/** The series as a stream: one step a frame, under the signal's name. */
export function play(signal: string, { steps, frame }: Series): Observable<Step> {
  return emit(steps, () => (t) => ({ [signal]: frame(t) }));
}
