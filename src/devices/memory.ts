/** Where a device keeps the results of one run: slots of one size, signal after signal, each with all steps of a block. */
export interface Memory {
  /** Whether a layer took a result up, so that nobody else will ask for it after its step. */
  taken: boolean;
  /** Whether the host reaches its numbers only by reading them back. */
  readonly resident: boolean;
  /** On an asynchronous device: settles when the results are computed. */
  readonly settled: Promise<unknown> | undefined;
  /**
   * The `size` numbers of a slot, at once where the device is synchronous. They come in `into`, where that is given, which
   * must not change afterwards.
   */
  read(slot: number, size: number, into?: Float32Array): Float32Array | Promise<Float32Array>;
  /** Says that somebody will still read a slot, whatever its operation does; `release` takes that back. */
  retain(slot: number): void;
  release(slot: number): void;
  /** Says that a slot can be reached by a step, so that somebody may still ask for it; `forget` takes that back. */
  keep(slot: number): void;
  forget(slot: number): void;
  /** Frees it as soon as nobody retains it; results that no layer took up are read back before. */
  retire(): void;
  /** Reads what no layer took up, for somebody who stops retaining it. */
  rescue(): void;
}

/** Results that lie in the host's memory at once; the garbage collector frees them. */
export class HostMemory implements Memory {
  taken = false;
  readonly resident = false;
  readonly settled = undefined;

  constructor(readonly data: Float32Array) {}

  read(slot: number, size: number, into?: Float32Array): Float32Array {
    return placed(this.data.subarray(slot * size, (slot + 1) * size), into);
  }

  retain(): void {}

  release(): void {}

  keep(): void {}

  forget(): void {}

  retire(): void {}

  rescue(): void {}
}

/** The numbers, in `into` where that is given and they are not there yet. */
export function placed(numbers: Float32Array, into: Float32Array | undefined): Float32Array {
  if (!into || into === numbers) return numbers;
  into.set(numbers);
  return into;
}

/** One step's part of a memory, or the first of several: its number among equally large parts. */
export interface Place {
  readonly memory: Memory;
  readonly slot: number;
}
