/**
 * Holds a source back while slow work on its steps is under way: RxJS has no back pressure of its own.
 *
 * Every step carries the flow of its source. An asynchronous device or a slow writer calls `hold` with a promise;
 * the source emits no further step while `limit` of them are pending, and completes when all are settled.
 */
export class Flow {
  #pending = 0;
  #failure: { readonly error: unknown } | undefined;
  #wake: (() => void) | undefined;

  constructor(readonly limit = 8) {}

  /** Counts `work` until it is settled; its rejection becomes an error of the source. */
  readonly hold = (work: Promise<unknown>): void => {
    this.#pending += 1;
    const settle = () => {
      this.#pending -= 1;
      this.#wake?.();
    };
    work.then(settle, (error: unknown) => {
      this.#failure ??= { error };
      settle();
    });
  };

  /** True while the source has to wait before its next step. */
  get full(): boolean {
    return this.#pending >= this.limit || this.#failure !== undefined;
  }

  get idle(): boolean {
    return this.#pending === 0 && this.#failure === undefined;
  }

  /** Resolves when there is room for a step again; rejects with the failure of held work. */
  ready(): Promise<void> {
    return this.#until(() => !this.full);
  }

  /** Resolves when nothing is pending; rejects with the failure of held work. */
  drained(): Promise<void> {
    return this.#until(() => this.idle);
  }

  async #until(reached: () => boolean): Promise<void> {
    while (!reached()) {
      if (this.#failure) throw this.#failure.error;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
