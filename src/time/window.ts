/** Counts and latencies since the last report. */
export class Window {
  /** Milliseconds of the last steps, in no order: as many as it holds. */
  readonly #latencies = new Float64Array(4096);
  #steps = 0;
  readonly spikes: number[];

  constructor(layers: number) {
    this.spikes = new Array<number>(layers).fill(0);
  }

  get steps(): number {
    return this.#steps;
  }

  add(latency: number): void {
    this.#latencies[this.#steps % this.#latencies.length] = latency;
    this.#steps += 1;
  }

  /** The latencies that a share of the steps does not exceed, in milliseconds; NaN without a step. */
  quantiles(shares: readonly number[]): number[] {
    const sorted = this.#latencies.slice(0, Math.min(this.#steps, this.#latencies.length)).sort();
    return shares.map((share) => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN);
  }

  clear(): void {
    this.#steps = 0;
    this.spikes.fill(0);
  }
}
