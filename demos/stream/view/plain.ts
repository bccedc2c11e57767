import type { Tally } from '../tally.js';
import type { Recent } from './recent.js';
import { rounded } from './screen.js';

/** Most counts that are printed. */
const SHOWN = 16;

/** How the stream does, in one line. */
export function statusLine(tally: Tally, recent: Recent, stepsPerSecond: number): string {
  const { steps, refused, dropped, consumers, senders, reason } = tally;
  const counts = [...recent.counts.subarray(0, SHOWN)].join(' ');
  const facts = [
    `${steps} steps`,
    `${rounded(stepsPerSecond)} steps/s`,
    `output ${counts}${recent.counts.length > SHOWN ? ' ...' : ''}`,
    `refused ${refused}${reason === undefined ? '' : ` (${reason})`}`,
    `dropped ${dropped}`,
    `clients ${consumers + senders}`,
  ];
  return facts.join('  ');
}
