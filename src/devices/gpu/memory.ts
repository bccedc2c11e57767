import type { Counts } from '../device.js';
import { type Memory, placed } from '../memory.js';

/** A texture or buffer of gpu.js. */
export interface Resource {
  toArray(): unknown;
  delete(): void;
}

export function isResource(result: unknown): result is Resource {
  return typeof result === 'object' && result !== null && 'toArray' in result;
}

/** The result of one launch on a graphics device, in a texture or buffer. */
export class GraphicsMemory implements Memory {
  taken = false;
  readonly resident = true;
  #host: Float32Array | undefined;
  #reading: Promise<Float32Array> | undefined;
  #resource: Resource | Promise<Resource> | undefined;
  #retained = 0;
  #retired = false;
  readonly #uses: Promise<unknown>[] = [];

  constructor(
    resource: Resource | Promise<Resource>,
    private readonly counts: Counts,
    private readonly track: (work: Promise<unknown>) => void,
  ) {
    this.#resource = resource;
    this.counts.resources += 1;
    if (resource instanceof Promise) this.use(resource);
  }

  get resource(): Resource | Promise<Resource> | undefined {
    return this.#resource;
  }

  get settled(): Promise<unknown> | undefined {
    return this.#resource instanceof Promise ? this.#resource : undefined;
  }

  /** Keeps the resource until `work` on the device, which reads it, is settled. */
  use(work: Promise<unknown>): void {
    this.#uses.push(work.catch(() => undefined));
    this.track(work);
  }

  read(slot: number, size: number, into?: Float32Array): Float32Array | Promise<Float32Array> {
    const cut = (all: Float32Array) => placed(all.subarray(slot * size, (slot + 1) * size), into);
    const all = this.#all();
    return all instanceof Float32Array ? cut(all) : all.then(cut);
  }

  #all(): Float32Array | Promise<Float32Array> {
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

  retain(): void {
    this.#retained += 1;
  }

  release(): void {
    this.#retained -= 1;
    if (this.#retired) this.#free();
  }

  keep(): void {}

  forget(): void {}

  retire(): void {
    if (!this.#resource) return;
    if (this.#retained === 0) this.rescue();
    this.#retired = true;
    this.#free();
  }

  rescue(): void {
    if (!this.taken) this.#all();
  }

  #free(): void {
    const resource = this.#resource;
    if (!resource || this.#retained > 0) return;
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

/** gpu.js returns nested arrays whose rows are often, but not always, views of one buffer in their order. */
export function flat(values: unknown): Float32Array {
  if (values instanceof Float32Array) return values;
  if (typeof (values as unknown[])[0] === 'number') return Float32Array.from(values as number[]);
  const whole = bufferOf(values as unknown[]);
  if (whole) return whole;
  const rows = (values as unknown[]).map(flat);
  const all = new Float32Array(rows.reduce((sum, row) => sum + row.length, 0));
  let at = 0;
  for (const row of rows) {
    all.set(row, at);
    at += row.length;
  }
  return all;
}

/** The buffer of nested arrays' innermost rows, where the first and the last of them are its two ends. */
function bufferOf(values: readonly unknown[]): Float32Array | undefined {
  const [first, last] = [innermost(values, 0), innermost(values, -1)];
  if (!first || !last || first.buffer !== last.buffer || first.byteOffset !== 0) return undefined;
  const { buffer } = first;
  const whole = last.byteOffset + last.byteLength === buffer.byteLength;
  return whole && buffer.byteLength === 4 * count(values) ? new Float32Array(buffer) : undefined;
}

function innermost(values: unknown, at: number): Float32Array | undefined {
  if (values instanceof Float32Array) return values;
  return Array.isArray(values) ? innermost(values.at(at), at) : undefined;
}

/** Numbers in nested arrays whose rows are equally long. */
function count(values: unknown): number {
  if (values instanceof Float32Array) return values.length;
  return (values as unknown[]).length * count((values as unknown[])[0]);
}
