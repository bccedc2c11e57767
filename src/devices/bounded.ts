/** Remembers what was made for each key; once there are `most` of them, it begins anew. */
export class Bounded<Value> {
  readonly #made = new Map<string, Value>();

  constructor(private readonly most: number) {}

  /** What `make` made for the key, now or earlier. */
  get(key: string, make: () => Value): Value {
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const made = make();
    if (this.#made.size >= this.most) this.#made.clear();
    this.#made.set(key, made);
    return made;
  }
}
