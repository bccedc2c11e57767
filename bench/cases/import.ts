import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Case } from '../case.js';
import { fresh } from '../children/child.js';
import { ms } from '../report/words.js';
import { summary } from '../stats.js';

const built = fileURLToPath(new URL('../../dist/node.js', import.meta.url));

const script = `
  const start = performance.now();
  await import('rxjs');
  const middle = performance.now();
  await import('${pathToFileURL(built).href}');
  const end = performance.now();
  console.log(JSON.stringify({ rxjs: middle - start, rxsnn: end - middle }));`;

export const importing: Case = {
  name: 'import',
  about: "time of import 'rxsnn' in fresh processes, that of rxjs taken off",
  async run({ quick, progress }) {
    const rounds = quick ? 3 : 21;
    const times: { rxjs: number; rxsnn: number }[] = [];
    for (let round = 0; round < rounds; round++) {
      progress.say(`round ${round + 1} of ${rounds}`);
      times.push(JSON.parse(await fresh('--input-type=module', '--eval', script)));
    }
    const rows = [
      { name: 'rxjs', ...summary(times.map(({ rxjs }) => rxjs)) },
      { name: 'rxsnn beyond it', ...summary(times.map(({ rxsnn }) => rxsnn)) },
    ];
    return {
      tables: [
        {
          head: ['', 'median ms', 'min', 'max', 'runs'],
          rows: rows.map((row) => [row.name, ms(row.median), ms(row.min), ms(row.max), String(row.runs)]),
        },
      ],
      notes: ['dist, as published'],
      data: { rows },
    };
  },
};
