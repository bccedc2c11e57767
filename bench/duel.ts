import type { Bench, Table } from './case.js';
import { type Contender, type Outcome, verify } from './contenders/contender.js';
import { inTurn } from './inTurn.js';
import { ms, short, times } from './report/words.js';
import { type Summary, summary } from './stats.js';
import type { Task } from './task.js';

/** How one contender did. */
export interface Row {
  readonly name: string;
  readonly peer: boolean;
  /** Milliseconds of the whole task, from start-up to the last number on the host. */
  readonly ms: Summary;
  /** Median milliseconds until the first steps are through: the device, its kernels and the weights are ready. */
  readonly startUp: number;
  /**
   * Steps a second (of all samples together, a batch is one step) once the first steps are through;
   * NaN where there is no such time.
   */
  readonly stepsPerSecond: number;
  /** Median over the median of the first contender. */
  readonly ratio: number;
}

export interface DuelOptions {
  readonly rounds: number;
  /** Seconds. */
  readonly budget?: number;
  readonly title?: string;
}

/** Steps that count as start-up. A block of 20 is over when step 20 begins, as a single step is. */
export function startUpOf({ steps }: Pick<Task, 'steps'>): number {
  return Math.min(20, Math.floor(steps / 5));
}

/**
 * Lets the contenders run the task in turn. Before any time counts, each one's recording is compared with that of
 * the first: one that differs is an error.
 */
export async function duel<Kind extends Pick<Task, 'steps'>>(
  bench: Bench,
  task: Kind,
  contenders: readonly Contender<Kind>[],
  { rounds, budget = 60, title = '' }: DuelOptions,
): Promise<Row[]> {
  const startUp = startUpOf(task);
  const running: number[][] = contenders.map(() => []);
  const starting: number[][] = contenders.map(() => []);
  const runners: { run: () => Promise<Outcome>; close(): void }[] = [];
  let expected: Outcome | undefined;
  try {
    for (const [i, contender] of contenders.entries()) {
      bench.progress.say(`${title} checking ${contender.name}`);
      const runner = await contender.prepare(task);
      let begun = Number.NaN;
      const begins = (t: number) => {
        if (t === startUp) begun = performance.now();
      };
      const run = async () => {
        const started = performance.now();
        const outcome = await runner.run(begins);
        starting[i]!.push(begun - started);
        running[i]!.push(performance.now() - begun);
        return outcome;
      };
      runners.push({ run, close: () => runner.close() });
      const outcome = await run();
      expected ??= outcome;
      verify(contender.name, outcome, expected);
    }
    const entries = contenders.map(({ name }, i) => ({
      name: `${title} ${name}`.trim(),
      run: () => runners[i]!.run().then(() => undefined),
    }));
    const samples = await inTurn(entries, { rounds, budget, progress: bench.progress });
    const first = summary(samples[0]!).median;
    return contenders.map(({ name, peer }, i) => {
      const took = summary(samples[i]!);
      const counted = (all: readonly number[]) => summary(all.slice(-took.runs)).median;
      const [start, steady] = [counted(starting[i]!), counted(running[i]!)];
      const stepsPerSecond = ((task.steps - startUp) / steady) * 1000;
      return { name, peer, ms: took, startUp: start, stepsPerSecond, ratio: took.median / first };
    });
  } finally {
    for (const runner of runners) runner.close();
  }
}

export function duelTable(rows: readonly Row[]): Table {
  return {
    head: [
      '',
      'median ms',
      'quartiles',
      'min',
      'max',
      `× ${rows[0]!.name}`,
      'start-up ms',
      'steps/s running',
      'runs',
    ],
    rows: rows.map(({ name, ms: took, ratio, startUp, stepsPerSecond }) => [
      name,
      ms(took.median),
      `${ms(took.q1)} – ${ms(took.q3)}`,
      ms(took.min),
      ms(took.max),
      times(ratio),
      Number.isNaN(startUp) ? '–' : ms(startUp),
      short(stepsPerSecond),
      String(took.runs),
    ]),
  };
}
