import { shuffle } from 'd3-array';
import type { Progress } from './report/progress.js';

/** Something that is timed; it may time a part of itself and return those milliseconds. */
export interface Entry {
  readonly name: string;
  run(): Promise<number | undefined> | number | undefined;
}

export interface Turns {
  readonly rounds: number;
  /**
   * Most rounds that do not count, in which V8 compiles what runs often. They end after a fifth of the budget, but the
   * first is always run. Default 10.
   */
  readonly warmUp?: number;
  /** Seconds after which no further round begins, once there are three. Default 60. */
  readonly budget?: number;
  readonly progress: Progress;
}

const fewest = 3;

/**
 * Runs the entries in turn, round after round, so that whatever slows the machine for a while slows them all, and returns
 * the milliseconds of every run, by entry. Each round has an order of its own, so that none always comes after the same one,
 * whose garbage it would have to put up with.
 */
export async function inTurn(
  entries: readonly Entry[],
  { rounds, warmUp = 10, budget = 60, progress }: Turns,
): Promise<number[][]> {
  const samples = entries.map((): number[] => []);
  const started = performance.now();
  const passed = () => (performance.now() - started) / 1000 / budget;
  for (let round = -warmUp; round < rounds; round++) {
    if (round > -warmUp && round < 0 && passed() > 0.2) round = 0;
    if (round >= fewest && passed() > 1) break;
    for (const i of shuffle([...entries.keys()])) {
      const entry = entries[i]!;
      progress.say(round < 0 ? `warm-up: ${entry.name}` : `round ${round + 1} of ${rounds}: ${entry.name}`);
      await breathe();
      const begun = performance.now();
      const part = await entry.run();
      const whole = performance.now() - begun;
      if (round >= 0) samples[i]!.push(part ?? whole);
    }
  }
  return samples;
}

/** Lets the terminal, timers and finished promises have their turn, so that none of it is timed. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
