import { type Shape, sizeOf } from '../shape.js';
import type { Gathering } from './layersFigure.js';

/** More than a wide picture has pixels across at scale 2. */
const LIMIT = 2048;

/**
 * A matrix that gets a column a step, in the memory of `limit` columns: whenever they are full, each two neighbours are
 * merged into their mean, and from then on a column stands for twice as many steps.
 */
export class Columns implements Gathering {
  #shape: Shape = [];
  #data = new Float32Array(0);
  #steps = 0;
  #stepsPerColumn = 1;

  constructor(readonly limit = LIMIT) {}

  add(values: Float32Array, _t: number, features: Shape): void {
    this.#shape = features;
    const size = values.length;
    let column = Math.floor(this.#steps / this.#stepsPerColumn);
    if (column === this.limit) {
      this.#merge(size);
      column = this.limit / 2;
    }
    if ((column + 1) * size > this.#data.length) this.#grow(size);
    // the mean of the column's steps so far, so that a column is right whenever the stream ends
    const share = 1 / ((this.#steps % this.#stepsPerColumn) + 1);
    for (let i = 0, at = column * size; i < size; i++, at++) {
      this.#data[at]! += share * (values[i]! - this.#data[at]!);
    }
    this.#steps += 1;
  }

  finish(): { values: Float32Array; stepsPerColumn: number; neurons: number; shape: Shape } {
    const neurons = sizeOf(this.#shape);
    const columns = Math.ceil(this.#steps / this.#stepsPerColumn);
    const values = this.#data.subarray(0, columns * neurons);
    return { values, stepsPerColumn: this.#stepsPerColumn, neurons, shape: this.#shape };
  }

  #merge(size: number): void {
    for (let column = 0; column < this.limit / 2; column++) {
      for (let i = 0; i < size; i++) {
        const [a, b] = [this.#data[2 * column * size + i]!, this.#data[(2 * column + 1) * size + i]!];
        this.#data[column * size + i] = (a + b) / 2;
      }
    }
    this.#data.fill(0, (this.limit / 2) * size);
    this.#stepsPerColumn *= 2;
  }

  #grow(size: number): void {
    const larger = new Float32Array(Math.min(this.limit * size, Math.max(64 * size, 2 * this.#data.length)));
    larger.set(this.#data);
    this.#data = larger;
  }
}
