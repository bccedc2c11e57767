import type { DenseWeights } from '../device.js';
import type { Engine } from './engine.js';
import { aligned } from './memory.js';
import { type Order, Packed } from './packed.js';
import { Region } from './region.js';
import type { DenseShare } from './secondThread.js';

/** Rows that go through a panel while it lies in the cache; more would gain little. */
const BLOCK = 32;
/** Rows from which panels can be faster: each weight is then fetched once for all of them. */
const PANELS = 4;
/** Share of the inputs that are not zero below which lines are faster nevertheless, and above which panels are. */
const [SPARSE, DENSE] = [0.25, 0.35];
/** After so many rows in the wrong order the weights are turned, which costs about what was lost on those rows. */
const PATIENCE = 64;

/**
 * A dense connection in an engine's memory: cur = bias + the weights of the inputs that are not zero, times their
 * values. Each product and each sum is rounded to float32, in the order of the inputs.
 *
 * The weights lie as suits launches of `rows` rows, and how many of their inputs are not zero: they are taken up with
 * the first launch, and turned where the inputs change for long. Its memory is freed with `free`, or with the engine.
 */
export class Dense {
  readonly inputs: number;
  readonly outputs: number;
  /** The weights until they are taken up, and from then on. */
  #given: DenseWeights | undefined;
  #packed: Packed | undefined;
  /** Consecutive rows for which the other order would have been better. */
  #misfit = 0;
  /** Lists of the inputs that are not zero. */
  readonly #work: Region;

  constructor(
    private readonly engine: Engine,
    weights: DenseWeights,
    private readonly rows = BLOCK,
  ) {
    this.inputs = weights.inputs;
    this.outputs = weights.outputs;
    this.#given = weights;
    this.#work = new Region(engine);
  }

  /** How the weights lie, once they do. */
  get order(): Order | undefined {
    return this.#packed?.order;
  }

  /** `rows` times `inputs` numbers at address `x` in, `rows` times `outputs` at address `cur` out. */
  launch(x: number, rows: number, cur: number): void {
    const packed = this.#packed ?? this.#takeUp(x, rows);
    if (this.#misfit >= PATIENCE) {
      packed.turn();
      this.#misfit = 0;
    }
    const listed = packed.order === 'lines' ? this.#lines(x, rows, cur) : this.#panels(x, rows, cur);
    const better = this.#better(rows, listed);
    this.#misfit = better === undefined || better === this.order ? 0 : this.#misfit + rows;
  }

  /** What another thread needs to compute up to `rows` rows at once; there must have been a launch before. */
  share(rows: number): DenseShare {
    const { inputs, outputs } = this;
    const { order } = this.#packed!;
    const [weights, bias] = this.#packed!.copies();
    const kernel = order === 'lines' ? 'denseLines' : 'dense';
    const { module } = this.engine;
    return { module, kernel, inputs, outputs, weights, bias, rows, workBytes: this.#workBytes(rows) };
  }

  free(): void {
    if (this.engine.closed) return;
    this.#packed?.free();
    this.#work.free();
  }

  #lines(x: number, rows: number, cur: number): number {
    const { inputs, outputs, engine } = this;
    const { address, bias } = this.#packed!;
    const work = this.#work.reserve(this.#workBytes(1));
    return engine.kernels.denseLines(x, rows, inputs, outputs, address, bias, cur, work);
  }

  #panels(x: number, rows: number, cur: number): number {
    const { inputs, outputs, engine } = this;
    const { address, bias } = this.#packed!;
    const work = this.#work.reserve(this.#workBytes(Math.min(rows, BLOCK)));
    let listed = 0;
    for (let row = 0; row < rows; row += BLOCK) {
      const [from, to, count] = [x + row * inputs * 4, cur + row * outputs * 4, Math.min(BLOCK, rows - row)];
      listed += engine.kernels.dense(from, count, inputs, outputs, address, bias, to, work);
    }
    return listed;
  }

  /** In the order that the first inputs suggest. */
  #takeUp(x: number, rows: number): Packed {
    const { numbers } = this.engine.memory;
    const seen = Math.min(rows, PANELS);
    let active = 0;
    for (let i = x / 4, end = i + seen * this.inputs; i < end; i++) if (numbers[i] !== 0) active += 1;
    const order = this.#better(seen, active) ?? (this.rows < PANELS ? 'lines' : 'panels');
    this.#packed = new Packed(this.engine, this.#given!, order);
    this.#given = undefined;
    return this.#packed;
  }

  /** The order that is best for rows with so many inputs that are not zero, if one is. */
  #better(rows: number, active: number): Order | undefined {
    if (this.rows < PANELS || rows < PANELS) return undefined;
    const share = active / (rows * this.inputs);
    if (share < SPARSE) return 'lines';
    return share > DENSE ? 'panels' : undefined;
  }

  /** What assembly/dense.ts asks for at most. */
  #workBytes(rows: number): number {
    const list = 8 * (this.inputs + 4);
    return aligned(Math.max(4 * this.outputs + 64 + list, 64 + rows * (16 + list)));
  }
}
