import type { Ring } from './ring.js';

/**
 * What the output layer says of the last steps: spikes of each output, or its mean, and which has most; -1 where none
 * has, or where not all are finite: the greatest of the others would say nothing.
 */
export interface Answer {
  readonly answer: number;
  readonly counts: Uint16Array | Float32Array;
  readonly finite: boolean;
}

/** The answer of the `window` steps before index `end`. */
export function answerOf(ring: Ring, end: number, window: number): Answer {
  const output = ring.layers.length - 1;
  const spikes = ring.layers[output]!.signal === 'spk';
  const counts = spikes ? ring.counts(output, end - window, end) : ring.means(output, end - window, end);
  const finite = counts.every(Number.isFinite);
  let most = 0;
  for (let i = 1; i < counts.length; i++) if (counts[i]! > counts[most]!) most = i;
  // the greatest mean may be below zero; where all are zero nothing was said
  return { counts, finite, answer: finite && counts.some((count) => count !== 0) ? most : -1 };
}

/** A mean in a few letters, however large: '-12.35', '123', '-6.5e35', '∞', and '–' for what is no number. */
export function meanText(mean: number): string {
  if (Number.isNaN(mean)) return '–';
  if (!Number.isFinite(mean)) return mean < 0 ? '-∞' : '∞';
  const size = Math.abs(mean);
  if (size < 99.995) return mean.toFixed(2);
  return size < 999.5 ? mean.toFixed(0) : mean.toExponential(1).replace('+', '').replace('.0e', 'e');
}
