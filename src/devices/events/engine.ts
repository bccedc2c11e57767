import type { DenseWeights } from '../device.js';
import { binary } from './binary.js';
import { Dense } from './dense.js';
import { Memory } from './memory.js';

/** What assembly/index.ts exports; arguments are addresses, but for counts and sizes. */
export interface Kernels {
  readonly heap: WebAssembly.Global;
  compact(x: number, size: number, scale: number, list: number, values: number): number;
  dense(
    x: number,
    rows: number,
    inputs: number,
    outputs: number,
    weights: number,
    bias: number,
    cur: number,
    work: number,
  ): number;
  denseLines: Kernels['dense'];
  pack(weights: number, inputs: number, to: number, pitch: number): void;
  turn(
    from: number,
    pitch: number,
    step: number,
    to: number,
    toPitch: number,
    toStep: number,
    inputs: number,
    panels: number,
  ): void;
  winner(x: number, rows: number, features: number, wins: number): void;
}

/**
 * One WebAssembly memory and the kernels that work in it. They are compiled at once, which older browsers allow on a
 * page's main thread up to 4 kB; the module is smaller. Other modules may import `memory.wasm` as `env.memory`.
 *
 * Throws an `Error` where WebAssembly or its SIMD is missing, and after `close` whenever it is used.
 */
export class Engine {
  #open: { readonly memory: Memory; readonly kernels: Kernels } | undefined;
  readonly #instances = new WeakMap<WebAssembly.Module, WebAssembly.Exports>();

  /** Engines that share a `module` share what was optimised while it ran. */
  constructor(readonly module: WebAssembly.Module = compileKernels()) {
    const wasm = new WebAssembly.Memory({ initial: 1, maximum: 65536 });
    const { exports } = new WebAssembly.Instance(module, { env: { memory: wasm } });
    const kernels = exports as unknown as Kernels;
    this.#open = { memory: new Memory(wasm, kernels.heap.value), kernels };
  }

  get closed(): boolean {
    return this.#open === undefined;
  }

  get memory(): Memory {
    return this.#opened().memory;
  }

  get kernels(): Kernels {
    return this.#opened().kernels;
  }

  alloc(bytes: number): number {
    return this.memory.alloc(bytes);
  }

  dense(weights: DenseWeights, rows?: number): Dense {
    return new Dense(this, weights, rows);
  }

  /** What a module exports that works in this memory. It is instantiated once, for any number of layers and streams. */
  exportsOf(module: WebAssembly.Module, imports: () => WebAssembly.Imports): WebAssembly.Exports {
    const made = this.#instances.get(module);
    if (made) return made;
    const env = { memory: this.memory.wasm };
    const { exports } = new WebAssembly.Instance(module, { ...imports(), env });
    this.#instances.set(module, exports);
    return exports;
  }

  /** Lets go of the memory, with all that was made of it; tensors that still know the engine do not keep it. */
  close(): void {
    this.#open = undefined;
  }

  #opened() {
    if (!this.#open) throw new Error('engine: it is closed');
    return this.#open;
  }
}

/** Kernels in base64, by default an engine's own, for as many engines as like. */
export function compileKernels(base64 = binary): WebAssembly.Module {
  return new WebAssembly.Module(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)));
}
