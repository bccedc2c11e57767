import { sizeOf } from '../../shape.js';
import type { Shape, Tensor } from '../../tensor.js';
import type { Device } from '../device.js';

/** A texture or buffer of gpu.js; absent for results that lie in the host's memory at once. */
export interface Resource {
  toArray(): unknown;
  delete(): void;
}

/** Counts of what a device did and holds: `launches` and so on only grow, `kernels` and `resources` fall to 0. */
export interface Counts {
  kernels: number;
  resources: number;
  launches: number;
  readbacks: number;
}

/** The result of one launch: `planes` signals of equal size behind each other, in host memory or on the device. */
export class Memory {
  /** Whether a layer took it up, so that nobody else will ask for it after its step. */
  taken = false;
  #host: Float32Array | undefined;
  #reading: Promise<Float32Array> | undefined;
  #resource: Resource | Promise<Resource> | undefined;
  #uses: Promise<unknown>[] = [];

  constructor(
    readonly device: Device,
    result: Float32Array | Resource | Promise<Resource>,
    private readonly counts: Counts,
  ) {
    if (result instanceof Float32Array) {
      this.#host = result;
    } else {
      this.#resource = result;
      this.counts.resources += 1;
    }
  }

  get resource(): Resource | Promise<Resource> | undefined {
    return this.#resource;
  }

  /** On an asynchronous device: settles when the result is computed. */
  get settled(): Promise<unknown> | undefined {
    return this.#resource instanceof Promise ? this.#resource : undefined;
  }

  /** Keeps the memory until `work` on the device, which reads it, is settled. */
  use(work: Promise<unknown>): void {
    this.#uses.push(work.catch(() => undefined));
  }

  read(): Float32Array | Promise<Float32Array> {
    if (this.#host) return this.#host;
    if (this.#reading) return this.#reading;
    if (!this.#resource) {
      throw new Error(
        'tensor: its device memory was freed with its step; read it while the step passes, or record()',
      );
    }
    this.counts.readbacks += 1;
    if (!(this.#resource instanceof Promise)) {
      this.#host = flat(this.#resource.toArray());
      return this.#host;
    }
    this.#reading = this.#resource
      .then((resource) => resource.toArray())
      .then((values) => {
        this.#host = flat(values);
        return this.#host;
      });
    this.use(this.#reading);
    return this.#reading;
  }

  /** Frees the device's copy; one that no layer took up is read back first. */
  retire(): void {
    if (!this.#resource) return;
    if (!this.taken) this.read();
    const resource = this.#resource;
    this.#resource = undefined;
    this.counts.resources -= 1;
    if (resource instanceof Promise) {
      Promise.all(this.#uses)
        .then(() => resource)
        .then((buffer) => buffer.delete())
        .catch(() => undefined);
    } else {
      resource.delete();
    }
  }
}

/** One signal of a launch's result. */
export class DeviceTensor implements Tensor {
  constructor(
    readonly shape: Shape,
    readonly memory: Memory,
    readonly plane: number,
  ) {}

  get device(): Device {
    return this.memory.device;
  }

  get settled(): Promise<unknown> | undefined {
    return this.memory.settled;
  }

  get data(): Float32Array {
    const data = this.read();
    if (data instanceof Float32Array) return data;
    throw new Error(`tensor: ${this.device.name} is asynchronous, use await tensor.read()`);
  }

  read(): Float32Array | Promise<Float32Array> {
    const all = this.memory.read();
    return all instanceof Float32Array ? this.#cut(all) : all.then((data) => this.#cut(data));
  }

  #cut(all: Float32Array): Float32Array {
    const size = sizeOf(this.shape);
    return all.subarray(this.plane * size, (this.plane + 1) * size);
  }
}

/** gpu.js returns nested arrays whose rows are often, but not always, views of one buffer. */
export function flat(values: unknown): Float32Array {
  if (values instanceof Float32Array) return values;
  if (typeof (values as unknown[])[0] === 'number') return Float32Array.from(values as number[]);
  const rows = (values as unknown[]).map(flat);
  const [first] = rows;
  if (!first) return new Float32Array(0);
  const length = rows.reduce((sum, row) => sum + row.length, 0);
  const joined = rows.every(
    (row, i) => row.buffer === first.buffer && row.byteOffset === i * first.byteLength,
  );
  if (joined && first.buffer.byteLength === length * 4) return new Float32Array(first.buffer);
  const all = new Float32Array(length);
  let at = 0;
  for (const row of rows) {
    all.set(row, at);
    at += row.length;
  }
  return all;
}
