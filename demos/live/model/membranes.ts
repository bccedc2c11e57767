import type { Reply, Steps } from './protocol.js';

/** Membranes of the watched neurons by step, as far back as the rasters go. */
export class Membranes {
  readonly #byStep = new Map<number, readonly number[]>();

  get(t: number): readonly number[] | undefined {
    return this.#byStep.get(t);
  }

  /** Adds those that came with steps, and forgets what is before step `oldest`. */
  add({ t, mem, watched }: Steps, oldest: number): void {
    const width = watched.length;
    for (const [i, step] of t.entries()) {
      this.#byStep.set(step, [...mem.subarray(i * width, (i + 1) * width)]);
    }
    for (const step of this.#byStep.keys()) {
      if (step >= oldest) break;
      this.#byStep.delete(step);
    }
  }

  /** Takes the steps that are there already, for neurons that are watched from now on. */
  replace({ t, mem }: Extract<Reply, { type: 'traces' }>): void {
    this.clear();
    for (const [i, step] of t.entries()) {
      const each = mem.map((own) => own[i]!);
      this.#byStep.set(step, each);
    }
  }

  /** Forgets what is from step `t` on. */
  cut(t: number): void {
    for (const step of this.#byStep.keys()) if (step >= t) this.#byStep.delete(step);
  }

  clear(): void {
    this.#byStep.clear();
  }
}
