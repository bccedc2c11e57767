/** Where a device keeps the results of one run: signals behind each other, each with all steps of a block. */
export interface Memory {
  /** Whether a layer took a result up, so that nobody else will ask for it after its step. */
  taken: boolean;
  /** On an asynchronous device: settles when the results are computed. */
  readonly settled: Promise<unknown> | undefined;
  /** All the numbers, at once where the device is synchronous. */
  read(): Float32Array | Promise<Float32Array>;
  /** Says that somebody will still read it, whatever its operation does; `release` takes that back. */
  retain(): void;
  release(): void;
  /** Frees it as soon as nobody retains it; results that no layer took up are read back before. */
  retire(): void;
}

/** Results that lie in the host's memory at once; the garbage collector frees them. */
export class HostMemory implements Memory {
  taken = false;
  readonly settled = undefined;

  constructor(readonly data: Float32Array) {}

  read(): Float32Array {
    return this.data;
  }

  retain(): void {}

  release(): void {}

  retire(): void {}
}

/** One step's part of a memory, or the first of several: its number among equally large parts. */
export interface Place {
  readonly memory: Memory;
  readonly slot: number;
}
