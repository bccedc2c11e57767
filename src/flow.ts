import type { Tensor } from './tensor.js';

/** A part of a running network that carries something from step to step. */
export interface Stateful {
  /** What it carries now; a part without it carries nothing. */
  save?(): readonly Tensor[];
  /** Goes on from what `save` returned, after whatever step that was. */
  load?(state: readonly Tensor[]): void;
}

/**
 * One run of a source. It holds the source back while slow work on its steps is under way, since RxJS has no back pressure
 * of its own, says which step comes next, and knows the parts of the network that carry state.
 *
 * Every step carries the flow of its source. An asynchronous device or a slow writer calls `hold` with a promise;
 * the source emits no further step while `limit` of them are pending, and completes when all are settled.
 */
export class Flow {
  #pending = 0;
  #paused = 0;
  #failure: { readonly error: unknown } | undefined;
  // several may wait: a source that was sent elsewhere leaves a wait behind
  readonly #waiting: (() => void)[] = [];

  /** Number of the step that the source emits next; set, it sends the source there. */
  t = 0;
  /** Steps before this one are computed once more, to get back to a moment: nobody waits for them or sees them. */
  catchUp = 0;
  /** Whether the source never ends; set by the source. */
  endless = false;
  /** Seconds of model time a step, where `pace` knows. */
  dt: number | undefined;
  /** Steps that `pace` left out, and those that it added to others, since the source began. */
  dropped = 0;
  coalesced = 0;
  /** Lets a source that waits go on; set by the source. */
  rushed: (() => void) | undefined;
  readonly #parts = new Map<Stateful, readonly Tensor[]>();

  /** `driven`: whether a source looks here before each step, so that it can be paused and sent elsewhere. */
  constructor(
    readonly limit = 8,
    readonly driven = false,
  ) {}

  /** What carries state, in the order in which steps pass. */
  get parts(): readonly Stateful[] {
    return [...this.#parts.keys()];
  }

  /** What each part carried when it joined, before its first step. */
  get initial(): readonly (readonly Tensor[])[] {
    return [...this.#parts.values()];
  }

  /** Adds a part until the function that it returns is called. */
  join(part: Stateful): () => void {
    if (part.save) this.#parts.set(part, part.save());
    return () => void this.#parts.delete(part);
  }

  /** Sends the source to step `from` and lets it run up to step `until` at once, however it is paused. */
  rush(from: number, until: number): void {
    this.t = from;
    this.catchUp = until;
    this.rushed?.();
  }

  /** Lets the source emit nothing until `work` is settled; its rejection becomes an error of the source. */
  pause(work: Promise<unknown>): void {
    this.#paused += 1;
    const go = () => {
      this.#paused -= 1;
    };
    work.then(go, go);
    this.hold(work);
  }

  /** Counts `work` until it is settled; its rejection becomes an error of the source. */
  readonly hold = (work: Promise<unknown>): void => {
    this.#pending += 1;
    const settle = () => {
      this.#pending -= 1;
      for (const wake of this.#waiting.splice(0)) wake();
    };
    work.then(settle, (error: unknown) => {
      this.#failure ??= { error };
      settle();
    });
  };

  /** True while the source has to wait before its next step. */
  get full(): boolean {
    const paused = this.#paused > 0 && this.t >= this.catchUp;
    return paused || this.#pending - this.#paused >= this.limit || this.#failure !== undefined;
  }

  /** True while nothing is pending and nothing has failed. */
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
        this.#waiting.push(resolve);
      });
    }
  }
}
