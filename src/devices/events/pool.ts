import type { Pooling } from '../windows.js';
import type { Engine } from './engine.js';
import { type WindowKernels, windowKernels } from './windowKernels.js';

/** Pooling in an engine's memory, four windows at a time; it is freed with `free`, or with the engine. */
export class Pool {
  readonly #kernels: WindowKernels;
  readonly #fields: number;
  /** A plane with its padding. */
  readonly #work: number;

  constructor(
    private readonly engine: Engine,
    private readonly pooling: Pooling,
  ) {
    this.#kernels = windowKernels(engine);
    const fields = fieldsOf(pooling);
    this.#fields = engine.memory.allocFrom(fields);
    const [height, width] = new Int32Array(fields.buffer);
    this.#work = engine.alloc(4 * height! * width!);
  }

  /** From `rows` samples at address `x` to as many results at address `cur`. */
  launch(x: number, rows: number, cur: number): void {
    this.#kernels.pool(x, rows * this.pooling.channels, this.#fields, cur, this.#work);
  }

  free(): void {
    if (this.engine.closed) return;
    for (const address of [this.#fields, this.#work]) this.engine.memory.free(address);
  }
}

/** The fields of `Pooling` in assembly/windows/pool.ts: whole numbers, and the divisor. */
function fieldsOf({ kind, divisor, rows, columns }: Pooling): Float32Array {
  // windows may end before the inputs do, so a padded plane is as large as either
  const padded = [rows, columns].map(({ inputs, outputs, kernel, stride, before }) =>
    before === 0 && (outputs - 1) * stride + kernel <= inputs
      ? inputs
      : Math.max(before + inputs, (outputs - 1) * stride + kernel),
  );
  const fields = new Float32Array(14);
  new Int32Array(fields.buffer).set([
    ...padded,
    rows.inputs,
    columns.inputs,
    rows.before,
    columns.before,
    rows.outputs,
    columns.outputs,
    rows.kernel,
    columns.kernel,
    rows.stride,
    columns.stride,
    kind === 'max' ? 1 : 0,
  ]);
  fields[13] = divisor;
  return fields;
}
