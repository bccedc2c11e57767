import type { DenseWeights } from '../device.js';
import type { Engine } from './engine.js';

/** Outputs side by side, as in assembly/panel.ts. */
const LANES = 16;

/**
 * How weights lie: 'lines' of all outputs, one per input, which are read from end to end; or 'panels' of 16 outputs, one
 * small line per input, which stay in the cache while many rows go through.
 */
export type Order = 'lines' | 'panels';

/** The weights and biases of a dense connection in an engine's memory, filled up with zeros to whole panels. */
export class Packed {
  readonly bias: number;
  /** Outputs with those that fill up the last panel. */
  readonly lanes: number;
  readonly #inputs: number;
  #order: Order;
  #address: number;

  constructor(
    readonly engine: Engine,
    { inputs, outputs, weight, bias }: DenseWeights,
    order: Order,
  ) {
    this.#inputs = inputs;
    this.lanes = Math.ceil(outputs / LANES) * LANES;
    this.#order = order;
    const filled = new Float32Array(this.lanes);
    if (bias) filled.set(bias);
    this.bias = engine.memory.allocFrom(filled);
    this.#address = this.#pack(weight);
  }

  get order(): Order {
    return this.#order;
  }

  get address(): number {
    return this.#address;
  }

  /** Copies of the weights as they lie, and of the biases. */
  copies(): readonly [weights: Float32Array, bias: Float32Array] {
    const { numbers } = this.engine.memory;
    const copy = (address: number, size: number) => numbers.slice(address / 4, address / 4 + size);
    return [copy(this.#address, this.#size), copy(this.bias, this.lanes)];
  }

  /** Lays the weights in the other order. */
  turn(): void {
    const { memory, kernels } = this.engine;
    const [from, before] = [this.#address, this.#steps];
    this.#order = this.#order === 'lines' ? 'panels' : 'lines';
    this.#address = memory.alloc(4 * this.#size);
    kernels.turn(from, ...before, this.#address, ...this.#steps, this.#inputs, this.lanes / LANES);
    memory.free(from);
  }

  free(): void {
    for (const address of [this.#address, this.bias]) this.engine.memory.free(address);
  }

  get #size(): number {
    return this.#inputs * this.lanes;
  }

  /** Bytes from one input to the next, and from 16 outputs to the next. */
  get #steps(): readonly [number, number] {
    return this.#order === 'lines' ? [4 * this.lanes, 4 * LANES] : [4 * LANES, 4 * LANES * this.#inputs];
  }

  /** Sixteen outputs after the other, by way of scratch memory. */
  #pack(weight: Float32Array): number {
    const [inputs, { memory, kernels }, [pitch, step]] = [this.#inputs, this.engine, this.#steps];
    const packed = memory.alloc(4 * this.#size);
    // a panel's worth, which is read up to 12 bytes behind its end
    const rows = memory.alloc(4 * inputs * LANES + 16);
    for (let first = 0, to = packed; first < this.lanes; first += LANES, to += step) {
      const given = weight.subarray(first * inputs, (first + LANES) * inputs);
      const { numbers } = memory;
      numbers.set(given, rows / 4);
      numbers.fill(0, rows / 4 + given.length, rows / 4 + LANES * inputs);
      kernels.pack(rows, inputs, to, pitch);
    }
    memory.free(rows);
    return packed;
  }
}
