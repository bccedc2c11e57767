/** The part of a WebSocket that a consumer needs. */
export interface Connection {
  /** Bytes that were sent and not taken over by the system yet. */
  readonly bufferedAmount: number;
  send(message: Uint8Array): void;
  close(code: number, reason: string): void;
}

export interface ConsumerRule {
  /** Bytes that may wait for a consumer before its steps are dropped. */
  readonly buffer: number;
  /** Seconds for which more may wait before the consumer is closed. */
  readonly patience: number;
}

/** WebSocket's "try again later". */
export const TOO_SLOW = 1013;

/**
 * One consumer of steps and what holds for it: while more than `buffer` bytes wait, a step is dropped for it, all
 * messages of it or none; where they wait for `patience` seconds on end, it is closed. So no more than `buffer` bytes
 * and one step are ever kept for it.
 */
export class Consumer {
  #fullSince: number | undefined;
  closed = false;

  constructor(
    readonly connection: Connection,
    /** The layers that it asked for. */
    readonly layers: ReadonlySet<string>,
    readonly rule: ConsumerRule,
    readonly now: () => number = () => performance.now() / 1000,
  ) {}

  /** Whether a step may be sent now; if not, it is dropped. */
  get ready(): boolean {
    const { connection, rule } = this;
    if (this.closed) return false;
    if (connection.bufferedAmount <= rule.buffer) {
      this.#fullSince = undefined;
      return true;
    }
    const now = this.now();
    this.#fullSince ??= now;
    if (now - this.#fullSince >= rule.patience) {
      this.closed = true;
      connection.close(TOO_SLOW, `too slow: more than ${rule.buffer} bytes wait for ${rule.patience} s`);
    }
    return false;
  }
}
