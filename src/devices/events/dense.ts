import type { DenseWeights } from '../device.js';
import type { Engine } from './engine.js';
import { aligned } from './memory.js';
import { Region } from './region.js';
import type { DenseShare } from './secondThread.js';

/** Outputs side by side in a panel of weights, as in assembly/panel.ts. */
const LANES = 16;
/** Rows that go through a panel while it lies in the cache; more would gain little. */
const BLOCK = 32;
/** Rows from which panels are faster: each weight is then fetched once for all of them. */
const PANELS = 4;

/**
 * A dense connection in an engine's memory: cur = bias + the weights of the inputs that are not zero, times their
 * values. Each product and each sum is rounded to float32, in the order of the inputs.
 *
 * The weights lie as suits launches of `rows` rows: for a few, lines of all outputs, which are read from end to end; for more,
 * panels of 16 outputs, which stay in the cache. Its memory is freed with `free`, or with the engine.
 */
export class Dense {
  readonly inputs: number;
  readonly outputs: number;
  readonly #engine: Engine;
  readonly #inLines: boolean;
  readonly #weights: number;
  readonly #bias: number;
  /** Lists of the inputs that are not zero. */
  readonly #work: Region;

  constructor(engine: Engine, weights: DenseWeights, rows = BLOCK) {
    this.inputs = weights.inputs;
    this.outputs = weights.outputs;
    this.#engine = engine;
    this.#inLines = rows < PANELS;
    this.#work = new Region(engine);
    const bias = new Float32Array(this.#lanes);
    if (weights.bias) bias.set(weights.bias);
    this.#bias = engine.memory.allocFrom(bias);
    this.#weights = this.#pack(weights.weight);
  }

  /** Outputs with those that fill up the last panel. */
  get #lanes(): number {
    return Math.ceil(this.outputs / LANES) * LANES;
  }

  /** `rows` times `inputs` numbers at address `x` in, `rows` times `outputs` at address `cur` out. */
  launch(x: number, rows: number, cur: number): void {
    const { inputs, outputs } = this;
    const { dense, denseLines } = this.#engine.kernels;
    if (this.#inLines) {
      const work = this.#work.reserve(4 * this.#lanes + 8 * (inputs + 4));
      denseLines(x, rows, inputs, outputs, this.#weights, this.#bias, cur, work);
      return;
    }
    const work = this.#work.reserve(this.#workBytes(Math.min(rows, BLOCK)));
    for (let row = 0; row < rows; row += BLOCK) {
      const [from, to] = [x + row * inputs * 4, cur + row * outputs * 4];
      dense(from, Math.min(BLOCK, rows - row), inputs, outputs, this.#weights, this.#bias, to, work);
    }
  }

  /** What another thread needs to compute up to `rows` rows at once, with panels. */
  share(rows: number): DenseShare {
    const { inputs, outputs } = this;
    const { memory, module } = this.#engine;
    const lanes = this.#lanes;
    const copy = (address: number, size: number) => memory.numbers.slice(address / 4, address / 4 + size);
    const [weights, bias] = [copy(this.#weights, inputs * lanes), copy(this.#bias, lanes)];
    return { module, inputs, outputs, weights, bias, rows, workBytes: this.#workBytes(rows) };
  }

  free(): void {
    if (this.#engine.closed) return;
    for (const address of [this.#weights, this.#bias]) this.#engine.memory.free(address);
    this.#work.free();
  }

  /** Sixteen outputs after the other, by way of the scratch memory. */
  #pack(weight: Float32Array): number {
    const { inputs, outputs } = this;
    const { memory, kernels } = this.#engine;
    const lanes = this.#lanes;
    const packed = memory.alloc(4 * inputs * lanes);
    const rows = this.#work.reserve(4 * inputs * LANES);
    const [pitch, next] = this.#inLines ? [4 * lanes, 4 * LANES] : [4 * LANES, 4 * LANES * inputs];
    for (let first = 0, to = packed; first < outputs; first += LANES, to += next) {
      const given = weight.subarray(first * inputs, (first + LANES) * inputs);
      const { numbers } = memory;
      numbers.set(given, rows / 4);
      numbers.fill(0, rows / 4 + given.length, rows / 4 + LANES * inputs);
      kernels.pack(rows, inputs, to, pitch);
    }
    return packed;
  }

  /** What assembly/dense.ts asks for. */
  #workBytes(rows: number): number {
    return aligned(LANES * 4 + rows * (16 + 8 * (this.inputs + 4)));
  }
}
