import { Engine } from '../../src/devices/events/engine.js';
import { type Helper, SharedDense } from '../../src/devices/events/sharedDense.js';
import { rand } from '../../src/random.js';

export const ROWS = 41;
const [INPUTS, OUTPUTS] = [50, 37];

/** A dense connection of 41 rows that starts a second thread after `worth` multiply-adds. */
export function connection(worth: number, start?: () => Helper) {
  const engine = new Engine();
  const weight = rand([OUTPUTS, INPUTS], { seed: 1 }).data;
  const bias = rand([OUTPUTS], { seed: 2 }).data;
  const x = rand([ROWS, INPUTS], { seed: 3 }).data.map((u, i) => (u < 0.4 ? (i % 7 === 0 ? u : 1) : 0));
  const dense = engine.dense({ inputs: INPUTS, outputs: OUTPUTS, weight, bias });
  const shared = new SharedDense(engine, dense, worth, start);
  const from = engine.memory.allocFrom(x);
  const to = engine.memory.alloc(4 * ROWS * OUTPUTS);
  const run = (rows: number) => {
    engine.memory.numbers.fill(Number.NaN, to / 4, to / 4 + ROWS * OUTPUTS);
    shared.launch(from, rows, to);
    return engine.memory.numbers.slice(to / 4, to / 4 + rows * OUTPUTS);
  };
  return { shared, run };
}

/** Runs until the second thread has started, and returns whether it did and all results were those of one thread. */
export async function runsWithSecondThread(): Promise<{ shares: boolean; equal: boolean }> {
  const [alone, both] = [connection(Number.POSITIVE_INFINITY), connection(0)];
  const same = (rows: number) => both.run(rows).join() === alone.run(rows).join();
  let equal = true;
  for (let tries = 0; tries < 400 && !both.shared.shares; tries++) {
    equal &&= same(ROWS);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const { shares } = both.shared;
  for (const rows of [8, 9, 33, ROWS, 2]) equal &&= same(rows);
  both.shared.free();
  alone.shared.free();
  return { shares, equal };
}
