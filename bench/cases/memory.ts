import type { Case } from '../case.js';
import { child } from '../children/child.js';
import { short } from '../report/words.js';

/** Else it grows to that size by and by, some 16 MB, which is no matter of ours. */
const YOUNG = '--min-semi-space-size=16';

export const memory: Case = {
  name: 'memory',
  about: 'resident memory of a fresh process during a million steps of a 20-20 network',
  async run({ quick, progress }) {
    const steps = quick ? 100_000 : 1_000_000;
    progress.say(`${short(steps)} steps in a fresh process`);
    const printed = await child([YOUNG], 'memory.ts', String(steps));
    const marks = printed
      .trim()
      .split('\n')
      .map((line) => line.split(' ').map(Number) as [number, number])
      .map(([step, bytes]) => ({ step, megabytes: bytes / 2 ** 20 }));
    const first = marks[0]!.megabytes;
    return {
      tables: [
        {
          head: ['after step', 'RSS, MB', 'growth, MB'],
          rows: marks.map(({ step, megabytes }) => [
            step.toLocaleString('en'),
            megabytes.toFixed(1),
            (megabytes - first).toFixed(1),
          ]),
        },
      ],
      notes: [`node ${YOUNG}: V8's young generation is as large as it gets from the start`],
      data: marks,
    };
  },
};
