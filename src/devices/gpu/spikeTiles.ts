import type { DenseWeights } from '../device.js';
import { HostMemory, type Memory } from '../memory.js';
import type { GpuDevice } from './device.js';
import type { Kernel } from './kernel.js';
import { spikeTileSource, tile } from './tileSource.js';

/** Of fewer rows, most of a tile would be padding. */
const fewestRows = tile.rows / 2;

/**
 * A dense connection's currents for several rows (samples of steps) of spikes, a tile of 16 rows at once. gpu.js reads
 * each weight on its own and finds its place anew, which takes longer than the arithmetic: here one read does for 16 rows.
 */
export function spikeTiles(device: GpuDevice, weights: DenseWeights) {
  const { inputs, outputs } = weights;
  const words = Math.ceil(inputs / tile.bits);
  const stride = words * tile.bits;
  // of other weights, the product with a 0 that is not skipped would show
  const usable = allFinite(weights.weight);
  const bias = weights.bias ?? new Float32Array(outputs);
  const negative = [...bias.keys()].filter((o) => Object.is(bias[o], -0));
  let kernel: Kernel | undefined;

  const compiled = (): Kernel =>
    device.compile({
      source: spikeTileSource(words),
      constants: {
        weight: { numbers: padded(weights, stride), width: stride },
        bias,
      },
      threads: [tile.lanes, outputs, 1],
    });

  /** The currents [rows, outputs]; `undefined` where tiles do not fit: for few rows, and inputs other than 0 and 1. */
  const run = (x: Float32Array): Memory | undefined => {
    const rows = x.length / inputs;
    const packed = usable && rows >= fewestRows ? packSpikes(x, inputs, words) : undefined;
    if (!packed) return undefined;
    kernel ??= compiled();
    const cur = new Float32Array(rows * outputs);
    const size = words * tile.rows;
    for (let row = 0; row < rows; row += tile.rows) {
      const at = (row / tile.rows) * size;
      const numbers = packed.subarray(at, at + size);
      const memory = kernel.launch([{ numbers }], [tile.rows / tile.lanes, tile.lanes]);
      untangle(memory.read(0, outputs * tile.rows) as Float32Array, cur, row, outputs);
    }
    for (const o of negative) restoreSign(x, weights, cur, o);
    return new HostMemory(cur);
  };

  return { run, free: () => kernel?.destroy() };
}

/**
 * Rows of spikes as numbers below 1 whose binary places are `bits` inputs each, [tiles, words, rows of a tile] with the rows in
 * the order in which threads take them. `undefined` where an input is neither 0 nor 1.
 */
function packSpikes(x: Float32Array, inputs: number, words: number): Float32Array | undefined {
  const rows = x.length / inputs;
  const each = tile.rows / tile.lanes;
  const packed = new Float32Array(Math.ceil(rows / tile.rows) * words * tile.rows);
  for (let row = 0, from = 0; row < rows; row++) {
    const inTile = row % tile.rows;
    let at = (row - inTile) * words + (inTile % each) * tile.lanes + Math.floor(inTile / each);
    for (const end = from + inputs; from < end; at += tile.rows) {
      let word = 0;
      const last = Math.min(end, from + tile.bits);
      const left = tile.bits - (last - from);
      for (; from < last; from++) {
        const spike = x[from]!;
        if (spike !== 0 && spike !== 1) return undefined;
        word = word * 2 + spike;
      }
      packed[at] = (word * 2 ** left) / 2 ** tile.bits;
    }
  }
  return packed;
}

/** From [outputs, rows of a tile] to the rows of `cur`. */
function untangle(result: Float32Array, cur: Float32Array, row: number, outputs: number): void {
  const rows = Math.min(tile.rows, cur.length / outputs - row);
  for (let r = 0; r < rows; r++) {
    const to = (row + r) * outputs;
    for (let o = 0; o < outputs; o++) cur[to + o] = result[o * tile.rows + r]!;
  }
}

/** A bias of -0 is lost with the first product that is not skipped, which shows where the sum is 0. */
function restoreSign(
  x: Float32Array,
  { inputs, outputs, weight }: DenseWeights,
  cur: Float32Array,
  o: number,
): void {
  for (let at = o, from = 0; at < cur.length; at += outputs, from += inputs) {
    if (cur[at] !== 0) continue;
    let sum = -0;
    for (let i = 0; i < inputs; i++) {
      if (x[from + i] !== 0) sum = Math.fround(sum + weight[o * inputs + i]!);
    }
    cur[at] = sum;
  }
}

/** Weights as [outputs, stride], padded with zeros. */
function padded({ inputs, outputs, weight }: DenseWeights, stride: number): Float32Array {
  const rows = new Float32Array(outputs * stride);
  for (let o = 0; o < outputs; o++) rows.set(weight.subarray(o * inputs, (o + 1) * inputs), o * stride);
  return rows;
}

function allFinite(numbers: Float32Array): boolean {
  let zero = 0;
  for (let i = 0; i < numbers.length; i++) zero += numbers[i]! * 0;
  return zero === 0;
}
