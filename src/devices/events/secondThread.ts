import { startThread } from '#platform';
import type { Thread } from '../../platform/platform.js';
import { aligned } from './memory.js';

/** What a second thread computes with: the kernels, and a dense connection's packed weights and biases. */
export interface DenseShare {
  readonly module: WebAssembly.Module;
  /** The one for the order in which the weights lie. */
  readonly kernel: 'dense' | 'denseLines';
  readonly inputs: number;
  readonly outputs: number;
  readonly weights: Float32Array;
  readonly bias: Float32Array;
  /** Bytes of scratch memory for `rows` rows. */
  readonly workBytes: number;
  /** Most rows of one job. */
  readonly rows: number;
}

const [STATE, ROWS] = [0, 1];
/** Before it is idle for the first time the state is 0. */
const [IDLE, JOB, QUIT] = [1, 2, 3];
/** Looks at the state before the thread goes to sleep over it: both halves end at about the same time. */
const SPINS = 20_000;
/** Milliseconds after which the other thread counts as lost. */
const LOST = 10_000;

/**
 * What the thread runs. It is text, since a bundler would not find it in a file; it has a memory of its own, in which
 * the kernel sees what it sees here, and takes and gives numbers by way of memory that both share.
 */
const code = `
const serve = ({ module, kernel, control, x, cur, inputs, outputs, weights, bias, workBytes }) => {
  const bytes = [weights.byteLength, bias.byteLength, x.byteLength, cur.byteLength, workBytes];
  const total = bytes.reduce((sum, size) => sum + size + 32, 1 << 16);
  const memory = new WebAssembly.Memory({ initial: Math.ceil(total / 65536), maximum: 65536 });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  let end = exports.heap.value;
  const [w, b, from, to, work] = bytes.map((size) => {
    const at = Math.ceil(end / 16) * 16;
    end = at + size + 16;
    return at;
  });
  const numbers = new Float32Array(memory.buffer);
  numbers.set(weights, w / 4);
  numbers.set(bias, b / 4);
  Atomics.store(control, ${STATE}, ${IDLE});
  for (;;) {
    Atomics.wait(control, ${STATE}, ${IDLE});
    if (Atomics.load(control, ${STATE}) === ${QUIT}) return;
    const rows = control[${ROWS}];
    numbers.set(x.subarray(0, rows * inputs), from / 4);
    exports[kernel](from, rows, inputs, outputs, w, b, to, work);
    cur.set(numbers.subarray(to / 4, to / 4 + rows * outputs));
    Atomics.store(control, ${STATE}, ${IDLE});
    Atomics.notify(control, ${STATE});
  }
};
`;

/** A thread that computes rows of one dense connection beside this one. */
export class SecondThread {
  readonly #thread: Thread;
  readonly #control: Int32Array;
  readonly #x: Float32Array;
  readonly #cur: Float32Array;

  /** Starts it, which takes a while; `undefined` where there are no threads with shared memory. */
  static start(share: DenseShare): SecondThread | undefined {
    const { inputs, outputs, rows } = share;
    if (typeof SharedArrayBuffer === 'undefined') return undefined;
    const shared = (numbers: number) => new Float32Array(new SharedArrayBuffer(aligned(4 * numbers)));
    const control = new Int32Array(new SharedArrayBuffer(16));
    const [x, cur] = [shared(rows * inputs), shared(rows * outputs)];
    const thread = startThread(code, { ...share, control, x, cur });
    return thread && new SecondThread(thread, control, x, cur);
  }

  private constructor(thread: Thread, control: Int32Array, x: Float32Array, cur: Float32Array) {
    this.#thread = thread;
    this.#control = control;
    this.#x = x;
    this.#cur = cur;
  }

  /** Whether it has started and nothing is under way. */
  get idle(): boolean {
    return Atomics.load(this.#control, STATE) === IDLE;
  }

  /** Gives it rows to compute. */
  post(x: Float32Array, rows: number): void {
    this.#x.set(x);
    this.#control[ROWS] = rows;
    Atomics.store(this.#control, STATE, JOB);
    Atomics.notify(this.#control, STATE);
  }

  /** Waits for them and puts the result into `cur`; false where the thread was lost. */
  collect(cur: Float32Array): boolean {
    for (let spin = 0; spin < SPINS; spin++) if (this.idle) break;
    const until = Date.now() + LOST;
    while (!this.idle) {
      if (Date.now() > until) return false;
      this.#thread.sleep(this.#control, STATE, JOB);
    }
    cur.set(this.#cur.subarray(0, cur.length));
    return true;
  }

  close(): void {
    Atomics.store(this.#control, STATE, QUIT);
    Atomics.notify(this.#control, STATE);
    this.#thread.stop();
  }
}
