/** Steps a second over the last second or so, from counts that are looked at now and then. */
export class Rate {
  readonly #seen: { readonly seconds: number; readonly steps: number }[];

  /** The first look, from which the first second counts. */
  constructor(seconds: number, steps: number) {
    this.#seen = [{ seconds, steps }];
  }

  at(seconds: number, steps: number): number {
    this.#seen.push({ seconds, steps });
    while (this.#seen.length > 2 && this.#seen[1]!.seconds <= seconds - 1) this.#seen.shift();
    const [first] = this.#seen;
    const elapsed = seconds - first!.seconds;
    return elapsed > 0 ? (steps - first!.steps) / elapsed : 0;
  }
}
