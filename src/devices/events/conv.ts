import { type Axis, type Convolution, cellsOf, inputsOf, laneGroup, windowsWith } from '../windows.js';
import type { Engine } from './engine.js';
import { aligned } from './memory.js';
import { Region } from './region.js';
import { type WindowKernels, windowKernels } from './windowKernels.js';

/**
 * A convolution in an engine's memory. Each input that is not zero adds its weights to the windows that it is in, all
 * outputs of a window side by side. Each product and each sum is rounded to float32, in the order of the inputs.
 *
 * Its memory is freed with `free`, or with the engine.
 */
export class Conv {
  readonly #kernels: WindowKernels;
  /** Lists of the inputs that are not zero, and the cells of a sample. */
  readonly #work: Region;
  readonly #workBytes: number;
  /** Addresses. */
  readonly #weights: number;
  readonly #bias: number;
  readonly #geometry: number;

  constructor(
    private readonly engine: Engine,
    convolution: Convolution,
  ) {
    const { groups } = convolution;
    const cells = cellsOf(convolution);
    const line = 4 * groups * laneGroup(convolution);
    this.#kernels = windowKernels(engine);
    this.#work = new Region(engine);
    // what assembly/windows/conv.ts asks for
    this.#workBytes = aligned(8 * inputsOf(convolution) + 32 + cells * line);
    this.#weights = engine.memory.allocFrom(inOrderOfCells(convolution));
    this.#bias = engine.memory.allocFrom(inLanes(convolution));
    const fields = Int32Array.from(geometryOf(convolution));
    this.#geometry = engine.memory.alloc(fields.byteLength);
    // the reaches lie behind the fields
    fields[FIELDS - 1] = this.#geometry + 4 * FIELDS;
    new Int32Array(engine.memory.wasm.buffer).set(fields, this.#geometry / 4);
  }

  /** From `rows` samples at address `x` to as many results at address `cur`. */
  launch(x: number, rows: number, cur: number): void {
    const work = this.#work.reserve(this.#workBytes);
    this.#kernels.conv(x, rows, this.#geometry, this.#weights, this.#bias, cur, work);
  }

  free(): void {
    if (this.engine.closed) return;
    for (const address of [this.#weights, this.#bias, this.#geometry]) this.engine.memory.free(address);
    this.#work.free();
  }
}

/** How many numbers stand before the reaches. */
const FIELDS = 14;

/** The fields of `Geometry` in assembly/windows/conv.ts, then the reaches of the rows and of the columns. */
function geometryOf(convolution: Convolution): number[] {
  const { channels, groups, outputs, rows, columns } = convolution;
  const lanes = 4 * laneGroup(convolution);
  const line = groups * lanes;
  const tapRow = columns.kernel * lanes;
  const [down, right] = [rows, columns].map(strides) as [Strides, Strides];
  const fields = [channels, channels / groups, rows.inputs, columns.inputs, cellsOf(convolution)];
  fields.push(outputs / groups, lanes, line, rows.kernel * tapRow);
  fields.push(down.taps * tapRow, down.windows * columns.outputs * line);
  fields.push(right.taps * lanes, right.windows * line, 0);
  return [...fields, ...reaches(rows, tapRow, columns.outputs * line), ...reaches(columns, lanes, line)];
}

interface Strides {
  /** Between two windows that one input is in. */
  readonly windows: number;
  /** Between that input's taps in them. */
  readonly taps: number;
}

function strides({ stride, dilation }: Axis): Strides {
  const common = greatestDivisor(stride, dilation);
  return { windows: dilation / common, taps: stride / common };
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

/** For each input along an axis: how many windows it is in, then where the first one's weights and cells begin. */
function reaches(axis: Axis, tapBytes: number, cell: number): number[] {
  return windowsWith(axis).flatMap((found) => {
    const [first] = found;
    return first ? [found.length, (axis.kernel - 1 - first.tap) * tapBytes, first.window * cell] : [0, 0, 0];
  });
}

/**
 * Weights as [channels, kernel rows, kernel columns, lanes], of each input channel those of its group's outputs. The
 * kernels are turned around, so that the weights of one input follow each other as its windows do.
 */
function inOrderOfCells(convolution: Convolution): Float32Array {
  const { channels, groups, outputs, rows, columns, weight } = convolution;
  const [lanes, taps] = [laneGroup(convolution), rows.kernel * columns.kernel];
  const [ownIn, ownOut] = [channels / groups, outputs / groups];
  const turned = new Float32Array(channels * taps * lanes);
  for (let channel = 0; channel < channels; channel++) {
    const first = Math.floor(channel / ownIn) * ownOut;
    for (let tap = 0; tap < taps; tap++) {
      for (let o = 0; o < ownOut; o++) {
        const from = ((first + o) * ownIn + (channel % ownIn)) * taps + taps - 1 - tap;
        turned[(channel * taps + tap) * lanes + o] = weight[from]!;
      }
    }
  }
  return turned;
}

/** Biases as [groups, lanes]. */
function inLanes(convolution: Convolution): Float32Array {
  const { groups, outputs, bias } = convolution;
  const [lanes, own] = [laneGroup(convolution), outputs / groups];
  const padded = new Float32Array(groups * lanes);
  for (let o = 0; bias && o < outputs; o++) padded[Math.floor(o / own) * lanes + (o % own)] = bias[o]!;
  return padded;
}
