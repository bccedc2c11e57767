import type { Layer } from '../network.js';
import type { StepEvents } from '../output/stepEvents.js';

/** Steps that are kept for the view: as many as the widest terminal shows. */
const KEPT = 512;

/** What is left of a pixel's brightness in the next step. */
const FADE = 0.9;

/** What the view shows of the steps that just passed. Its memory is that of the layers, however long the stream. */
export class Recent {
  /** Number of the next step. */
  t = 0;
  /** How often each neuron of the last layer fired in the window that is under way, or is just full. */
  readonly counts: Uint32Array;
  /** Spikes of each neuron of the first layer, faded with time; a neuron that always fires comes to 1. */
  readonly glow: Float32Array;
  readonly #shares: readonly Float32Array[];
  readonly #fired: readonly Uint8Array[];

  constructor(
    readonly layers: readonly Layer[],
    readonly window: number,
  ) {
    const outputs = layers.at(-1)!.neurons;
    this.counts = new Uint32Array(outputs);
    this.glow = new Float32Array(layers[0]!.neurons);
    this.#shares = layers.map(() => new Float32Array(KEPT));
    this.#fired = Array.from({ length: outputs }, () => new Uint8Array(KEPT));
  }

  add({ t, layers }: StepEvents): void {
    const slot = t % KEPT;
    if (t % this.window === 0) this.counts.fill(0);
    for (const [i, { events }] of layers.entries()) {
      this.#shares[i]![slot] = events.length / this.layers[i]!.neurons;
    }
    for (const fired of this.#fired) fired[slot] = 0;
    for (const neuron of layers.at(-1)!.events) {
      this.#fired[neuron]![slot] = 1;
      this.counts[neuron]! += 1;
    }
    for (let i = 0; i < this.glow.length; i++) this.glow[i]! *= FADE;
    for (const neuron of layers[0]!.events) this.glow[neuron]! += 1 - FADE;
    this.t = t + 1;
  }

  /** The share of a layer's neurons that fired in each of the last `steps` steps. */
  shares(layer: number, steps: number): number[] {
    return this.#last(this.#shares[layer]!, steps);
  }

  /** Whether an output fired in each of the last `steps` steps. */
  fired(neuron: number, steps: number): boolean[] {
    return this.#last(this.#fired[neuron]!, steps).map((spike) => spike !== 0);
  }

  #last(ring: ArrayLike<number>, steps: number): number[] {
    const count = Math.min(steps, this.t, KEPT);
    return Array.from({ length: count }, (_, i) => ring[(this.t - count + i) % KEPT]!);
  }
}
