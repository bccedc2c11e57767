import type { Dense } from './dense.js';
import type { Engine } from './engine.js';
import { type DenseShare, SecondThread } from './secondThread.js';

/** Multiply-adds after which a second thread is started: by then it has cost less than it will save. */
const WORTH = 1e9;
/** Rows of a launch from which it pays to give half of them away. */
const ROWS = 8;
/** Most rows that are given away at once. */
const MOST = 32;

/** What a second thread does. */
export type Helper = Pick<SecondThread, 'idle' | 'post' | 'collect' | 'close'>;

/**
 * A dense connection whose long runs of many rows, batches and blocks, are shared with a second thread, where there is
 * one. Each row is computed as it always is, so the results are the same.
 */
export class SharedDense {
  #thread: Helper | undefined;
  #work = 0;
  #tried = false;

  constructor(
    private readonly engine: Engine,
    private readonly dense: Dense,
    private readonly worth = WORTH,
    private readonly start: (share: DenseShare) => Helper | undefined = SecondThread.start,
  ) {}

  /** Whether a second thread has computed something. */
  shares = false;

  launch(x: number, rows: number, cur: number): void {
    const { inputs, outputs } = this.dense;
    const thread = rows < ROWS ? undefined : this.#second(rows * inputs * outputs);
    if (!thread?.idle) {
      this.dense.launch(x, rows, cur);
      return;
    }
    const theirs = Math.min(rows >> 1, MOST);
    const ours = rows - theirs;
    const { numbers } = this.engine.memory;
    const [from, to] = [x / 4 + ours * inputs, cur / 4 + ours * outputs];
    thread.post(numbers.subarray(from, from + theirs * inputs), theirs);
    this.dense.launch(x, ours, cur);
    // the launch may have made the memory grow
    const result = this.engine.memory.numbers.subarray(to, to + theirs * outputs);
    this.shares = thread.collect(result);
    if (this.shares) return;
    this.#stop();
    this.dense.launch(4 * from, theirs, 4 * to);
  }

  free(): void {
    this.#stop();
    this.dense.free();
  }

  #second(work: number): Helper | undefined {
    this.#work += work;
    if (!this.#tried && this.dense.order && this.#work > this.worth) {
      this.#tried = true;
      this.#thread = this.start(this.dense.share(MOST));
    }
    return this.#thread;
  }

  #stop(): void {
    this.#thread?.close();
    this.#thread = undefined;
  }
}
