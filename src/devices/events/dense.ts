import type { DenseWeights } from '../device.js';
import type { Engine } from './engine.js';
import { aligned } from './memory.js';
import { Region } from './region.js';
import type { DenseShare } from './secondThread.js';

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
  /** Lists of the inputs that are not zero. */
  readonly #work: Region;

  constructor(engine: Engine, weights: DenseWeights) {
    this.inputs = weights.inputs;
    this.outputs = weights.outputs;
    this.#engine = engine;
    this.#work = new Region(engine);
    const bias = new Float32Array(Math.ceil(weights.outputs / LANES) * LANES);
    if (weights.bias) bias.set(weights.bias);
    this.#bias = engine.memory.allocFrom(bias);
    this.#weights = this.#pack(weights.weight);
  }

  /** `rows` times `inputs` numbers at address `x` in, `rows` times `outputs` at address `cur` out. */
  launch(x: number, rows: number, cur: number): void {
    const { inputs, outputs } = this;
    const { kernels } = this.#engine;
    const work = this.#work.reserve(this.#workBytes(Math.min(rows, BLOCK)));
    for (let row = 0; row < rows; row += BLOCK) {
      const [from, to] = [x + row * inputs * 4, cur + row * outputs * 4];
      kernels.dense(from, Math.min(BLOCK, rows - row), inputs, outputs, this.#weights, this.#bias, to, work);
    }
  }

  /** What another thread needs to compute up to `rows` rows at once. */
  share(rows: number): DenseShare {
    const { inputs, outputs } = this;
    const { memory, module } = this.#engine;
    const panels = Math.ceil(outputs / LANES) * LANES;
    const copy = (address: number, size: number) => memory.numbers.slice(address / 4, address / 4 + size);
    const [weights, bias] = [copy(this.#weights, inputs * panels), copy(this.#bias, panels)];
    return { module, inputs, outputs, weights, bias, rows, workBytes: this.#workBytes(rows) };
  }

  free(): void {
    if (this.#engine.closed) return;
    for (const address of [this.#weights, this.#bias]) this.#engine.memory.free(address);
    this.#work.free();
  }

  /** Panels of 16 outputs, each [inputs][16], by way of the scratch memory. */
  #pack(weight: Float32Array): number {
    const { inputs, outputs } = this;
    const { memory, kernels } = this.#engine;
    const bytes = LANES * inputs * 4;
    const panels = memory.alloc(Math.ceil(outputs / LANES) * bytes);
    const rows = this.#work.reserve(bytes);
    for (let first = 0; first < outputs; first += LANES) {
      const count = Math.min(LANES, outputs - first);
      memory.numbers.set(weight.subarray(first * inputs, (first + count) * inputs), rows / 4);
      kernels.pack(rows, inputs, count, panels + (first / LANES) * bytes);
    }
    return panels;
  }

  /** What assembly/dense.ts asks for. */
  #workBytes(rows: number): number {
    return aligned(LANES * 4 + rows * (16 + 8 * (this.inputs + 4)));
  }
}
