import type { DenseWeights } from '../../device.js';
import { HostMemory, type Memory } from '../../memory.js';
import type { GpuDevice } from '../device.js';
import type { Kernel } from '../kernel.js';
import { spikeTileSource, tile, type Words, wordsOf } from './tileSource.js';

/**
 * Below this share of inputs that fire in whole tiles, the rows that only fill up the last one included, lists are faster.
 */
const leastShare = 1 / 8;

/**
 * A dense connection's currents for several rows (samples of steps) of spikes, a tile of 8 rows by 4 outputs at once. gpu.js
 * reads each weight on its own, which takes longer than the arithmetic: here one read does for four rows.
 */
export function spikeTiles(device: GpuDevice, weights: DenseWeights) {
  const { inputs, outputs } = weights;
  const words = wordsOf(inputs);
  const size = words.groups * tile.words * tile.rows;
  // infinity and NaN times a 0 that is not skipped would be NaN
  const usable = allFinite(weights.weight);
  const bias = new Float32Array(Math.ceil(outputs / tile.outputs) * tile.outputs);
  if (weights.bias) bias.set(weights.bias);
  const negative = [...bias.keys()].filter((o) => Object.is(bias[o], -0));
  let kernel: Kernel | undefined;

  const compiled = (): Kernel =>
    device.compile({
      source: spikeTileSource(words),
      constants: { weight: interleaved(weights, words), bias },
      threads: [tile.rows, bias.length / tile.outputs, 1],
    });

  /**
   * The currents [rows, outputs]; `undefined` where tiles do not fit: few rows, few spikes, or inputs other than 0 and 1.
   */
  const run = (x: Float32Array): Memory | undefined => {
    const rows = x.length / inputs;
    const packed = usable ? packSpikes(x, inputs, words) : undefined;
    if (!packed) return undefined;
    kernel ??= compiled();
    const cur = new Float32Array(rows * outputs);
    for (let row = 0, at = 0; row < rows; row += tile.rows, at += size) {
      const memory = kernel.launch([{ numbers: packed.subarray(at, at + size) }], [1, tile.rows]);
      untangle(memory.read(0, bias.length * tile.rows) as Float32Array, cur, row, outputs);
    }
    for (const o of negative) restoreSign(x, weights, cur, o);
    return new HostMemory(cur);
  };

  return { run, free: () => kernel?.destroy() };
}

/** The bits of the float32 1, and the place of one that is not set in 0. */
const one = { bits: 0x3f800000, place: 29 } as const;

/**
 * Rows of spikes as whole numbers whose binary places are `bits` inputs each, [tiles, words, rows of a tile]. `undefined`
 * where few inputs fire, or one is neither 0 nor 1.
 */
function packSpikes(x: Float32Array, inputs: number, { groups, bits }: Words): Float32Array | undefined {
  const rows = x.length / inputs;
  const words = groups * tile.words;
  const all = new Int32Array(x.buffer, x.byteOffset, x.length);
  const padded = new Int32Array(words * bits);
  const inTiles = Math.ceil(rows / tile.rows) * tile.rows;
  const packed = new Float32Array(inTiles * words);
  // without branches, which a processor could not predict
  let [fired, strange] = [0, 0];
  for (let row = 0; row < rows && strange === 0; row++) {
    const inTile = row % tile.rows;
    padded.set(all.subarray(row * inputs, (row + 1) * inputs));
    for (let word = 0; word < words; word++) {
      const inGroup = word % tile.words;
      let at = (word - inGroup) * bits + inGroup;
      let spikes = 0;
      for (let place = 0; place < bits; place++, at += tile.words) {
        const number = padded[at]!;
        const spike = (number >> one.place) & 1;
        strange |= number ^ (-spike & one.bits);
        spikes = (spikes << 1) | spike;
        fired += spike;
      }
      packed[(row - inTile) * words + word * tile.rows + inTile] = spikes;
    }
  }
  return strange === 0 && fired > leastShare * inTiles * inputs ? packed : undefined;
}

/** From [outputs / 4, rows of a tile, 4] to the rows of `cur`. */
function untangle(result: Float32Array, cur: Float32Array, row: number, outputs: number): void {
  const rows = Math.min(tile.rows, cur.length / outputs - row);
  for (let r = 0; r < rows; r++) {
    const end = (row + r + 1) * outputs;
    for (let to = end - outputs, from = r * tile.outputs; to < end; from += tile.rows * tile.outputs) {
      for (let o = 0; o < tile.outputs && to < end; o++, to++) cur[to] = result[from + o]!;
    }
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

/** Weights as [outputs / 4, inputs, 4], as many inputs as there are places in words, padded with zeros. */
function interleaved({ inputs, outputs, weight }: DenseWeights, { groups, bits }: Words): Float32Array {
  const stride = groups * tile.words * bits * tile.outputs;
  const all = new Float32Array(Math.ceil(outputs / tile.outputs) * stride);
  for (let o = 0, from = 0; o < outputs; o++) {
    const inTile = o % tile.outputs;
    let at = ((o - inTile) / tile.outputs) * stride + inTile;
    for (const end = from + inputs; from < end; from++, at += tile.outputs) all[at] = weight[from]!;
  }
  return all;
}

function allFinite(numbers: Float32Array): boolean {
  let zero = 0;
  for (let i = 0; i < numbers.length; i++) zero += numbers[i]! * 0;
  return zero === 0;
}
