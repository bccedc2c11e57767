/** Runs a small network for as many steps as the argument says, and prints the resident memory on the way. */

import { Linear, leaky, linear, rand, rate } from 'rxsnn';

const steps = Number(process.argv[2]);
const marks = new Set([0.1, 0.5, 1].map((share) => Math.round(share * steps)));

rate(rand([20], { seed: 1 }), { steps, seed: 2 })
  .pipe(linear(Linear.init(20, 20, { seed: 3 })), leaky({ beta: 0.9 }))
  .subscribe(({ t }) => {
    if (marks.has(t + 1)) process.stdout.write(`${t + 1} ${process.memoryUsage().rss}\n`);
  });
