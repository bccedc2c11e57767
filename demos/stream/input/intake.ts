interface Waiting {
  readonly frame: Float32Array;
  readonly taken: () => void;
}

/** Where frames of several senders meet: each sender waits until its frame is taken, so that none is kept for long. */
export class Intake implements AsyncIterable<Float32Array> {
  readonly #waiting: Waiting[] = [];
  #wake: (() => void) | undefined;

  /** Resolves when the frame is taken: only then may its sender read on. */
  put(frame: Float32Array): Promise<void> {
    return new Promise((taken) => {
      this.#waiting.push({ frame, taken });
      this.#wake?.();
    });
  }

  /** Frames in the order in which they came, without an end. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Float32Array> {
    for (;;) {
      const next = this.#waiting.shift();
      if (next) {
        next.taken();
        yield next.frame;
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}
