import type { DenseWeights } from '../device.js';
import type { Engine } from './engine.js';
import { aligned } from './memory.js';

/** Outputs side by side in a panel of weights, as in assembly/panel.ts. */
const LANES = 16;
/** Rows that go through a panel while it lies in the cache; more would gain little. */
const BLOCK = 32;

/**
 * A dense connection in an engine's memory: cur = bias + the weights of the inputs that are not zero, times their
 * values. Each product and each sum is rounded to float32, in the order of the inputs.
 *
 * Its memory is freed with `free`, or with the engine.
 */
export class Dense {
  readonly inputs: number;
  readonly outputs: number;
  readonly #engine: Engine;
  readonly #weights: number;
  readonly #bias: number;
  /** Lists of a block's inputs, then where `run` puts the block and its result. */
  #scratch: number | undefined;
  #room = 0;

  constructor(engine: Engine, weights: DenseWeights) {
    this.inputs = weights.inputs;
    this.outputs = weights.outputs;
    this.#engine = engine;
    const bias = new Float32Array(Math.ceil(weights.outputs / LANES) * LANES);
    if (weights.bias) bias.set(weights.bias);
    this.#bias = engine.memory.allocFrom(bias);
    this.#weights = this.#pack(weights.weight);
  }

  /** `rows` times `inputs` numbers in, `rows` times `outputs` fresh ones out. */
  run(x: Float32Array, rows: number): Float32Array {
    const { inputs, outputs } = this;
    if (x.length !== rows * inputs) {
      throw new RangeError(
        `dense: ${rows} rows of ${inputs} inputs take ${rows * inputs} numbers, got ${x.length}`,
      );
    }
    if (rows <= BLOCK) return this.#block(x, rows).slice();
    const cur = new Float32Array(rows * outputs);
    for (let row = 0; row < rows; row += BLOCK) {
      const count = Math.min(BLOCK, rows - row);
      cur.set(this.#block(x.subarray(row * inputs, (row + count) * inputs), count), row * outputs);
    }
    return cur;
  }

  /** The same within the engine's memory: from the numbers at address `x` to those at address `cur`. */
  launch(x: number, rows: number, cur: number): void {
    const work = this.#reserve(this.#workBytes(Math.min(rows, BLOCK)));
    for (let row = 0; row < rows; row += BLOCK) {
      const from = x + row * this.inputs * 4;
      this.#kernel(from, Math.min(BLOCK, rows - row), cur + row * this.outputs * 4, work);
    }
  }

  free(): void {
    if (this.#engine.closed) return;
    const { memory } = this.#engine;
    for (const address of [this.#weights, this.#bias]) memory.free(address);
    if (this.#scratch !== undefined) memory.free(this.#scratch);
  }

  /** Panels of 16 outputs, each [inputs][16], by way of the scratch memory. */
  #pack(weight: Float32Array): number {
    const { inputs, outputs } = this;
    const { memory, kernels } = this.#engine;
    const bytes = LANES * inputs * 4;
    const panels = memory.alloc(Math.ceil(outputs / LANES) * bytes);
    const rows = this.#reserve(bytes);
    for (let first = 0; first < outputs; first += LANES) {
      const count = Math.min(LANES, outputs - first);
      memory.numbers.set(weight.subarray(first * inputs, (first + count) * inputs), rows / 4);
      kernels.pack(rows, inputs, count, panels + (first / LANES) * bytes);
    }
    return panels;
  }

  /** A view of the result, good until the memory is next used. */
  #block(x: Float32Array, rows: number): Float32Array {
    const workBytes = this.#workBytes(rows);
    const curBytes = rows * this.outputs * 4;
    const work = this.#reserve(workBytes + aligned(x.byteLength) + curBytes);
    const from = work + workBytes;
    const to = from + aligned(x.byteLength);
    const { numbers } = this.#engine.memory;
    numbers.set(x, from / 4);
    this.#kernel(from, rows, to, work);
    return numbers.subarray(to / 4, (to + curBytes) / 4);
  }

  #kernel(x: number, rows: number, cur: number, work: number): void {
    const { inputs, outputs } = this;
    this.#engine.kernels.dense(x, rows, inputs, outputs, this.#weights, this.#bias, cur, work);
  }

  /** What assembly/dense.ts asks for. */
  #workBytes(rows: number): number {
    return aligned(LANES * 4 + rows * (16 + 8 * (this.inputs + 4)));
  }

  #reserve(bytes: number): number {
    if (this.#scratch !== undefined && bytes <= this.#room) return this.#scratch;
    if (this.#scratch !== undefined) this.#engine.memory.free(this.#scratch);
    this.#scratch = undefined;
    this.#scratch = this.#engine.memory.alloc(bytes);
    this.#room = bytes;
    return this.#scratch;
  }
}
