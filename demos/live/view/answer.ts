import type { Ring } from './ring.js';

/** What the output layer says: spikes of each output in the last steps, and which has most, -1 where none fired. */
export interface Answer {
  readonly answer: number;
  readonly counts: Uint16Array;
}

/** The answer of the `window` steps before index `end`. */
export function answerOf(ring: Ring, end: number, window: number): Answer {
  const counts = ring.counts(ring.layers.length - 1, end - window, end);
  const most = Math.max(...counts);
  return { counts, answer: most === 0 ? -1 : counts.indexOf(most) };
}
