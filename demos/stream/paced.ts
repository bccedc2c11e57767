import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';

/** Milliseconds after which other work gets a turn. */
const TURN = 12;

/** Milliseconds by which a step may be late and the next ones make up for it. */
const SLACK = 50;

export interface Pace {
  /** Steps a second, at most; may be `Infinity`. */
  readonly hz: number;
  /** Steps for which each frame is held. */
  readonly hold: number;
  readonly signal: AbortSignal;
}

/**
 * Passes frames on when it is time for them, and takes the next one only then: what waits, waits at its sender's. Time
 * that is lost beyond a little slack stays lost. Timers and sockets have their turn at least every 12 ms.
 */
export async function* paced<T>(
  frames: AsyncIterable<T> | Iterable<T>,
  { hz, hold, signal }: Pace,
): AsyncGenerator<T> {
  let rested = performance.now();
  let due = rested;
  for await (const frame of frames) {
    for (let i = 0; i < hold; i++) {
      const wait = due - performance.now();
      if (wait > 0 || performance.now() - rested > TURN) {
        await (wait > 0 ? sleep(wait, undefined, { signal }) : turn(undefined, { signal }));
        rested = performance.now();
      }
      yield frame;
      due = Math.max(due + 1000 / hz, performance.now() - SLACK);
    }
  }
}
