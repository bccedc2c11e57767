import { KEPT } from '../model/protocol.js';
import { answerOf } from './answer.js';
import type { Ring } from './ring.js';

/** The answer after each step, computed once a step. */
export class Answers {
  readonly #answers = new Int32Array(KEPT);
  readonly #indices = new Float64Array(KEPT).fill(-1);
  #ring: Ring | undefined;
  #generation = 0;

  constructor(readonly window: number) {}

  /** The answer after the step at an index, -1 where nothing was said. */
  at(ring: Ring, index: number): number {
    if (ring !== this.#ring || ring.generation !== this.#generation) this.#indices.fill(-1);
    this.#ring = ring;
    this.#generation = ring.generation;
    const slot = index % KEPT;
    if (this.#indices[slot] !== index) {
      this.#indices[slot] = index;
      this.#answers[slot] = answerOf(ring, index + 1, this.window).answer;
    }
    return this.#answers[slot]!;
  }
}
