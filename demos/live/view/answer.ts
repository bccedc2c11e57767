import type { Ring } from './ring.js';

/**
 * What the output layer says of the last steps: spikes of each output, or its mean, and which has most, -1 where none has.
 */
export interface Answer {
  readonly answer: number;
  readonly counts: Uint16Array | Float32Array;
}

/** The answer of the `window` steps before index `end`. */
export function answerOf(ring: Ring, end: number, window: number): Answer {
  const output = ring.layers.length - 1;
  const spikes = ring.layers[output]!.signal === 'spk';
  const counts = spikes ? ring.counts(output, end - window, end) : ring.means(output, end - window, end);
  let most = 0;
  for (let i = 1; i < counts.length; i++) if (counts[i]! > counts[most]!) most = i;
  // the greatest mean may be below zero; where all are zero nothing was said
  return { counts, answer: counts.some((count) => count !== 0) ? most : -1 };
}
