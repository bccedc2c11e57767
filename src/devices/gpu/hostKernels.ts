import type { GPU, IGPUKernelSettings, IKernelRunShortcut } from 'gpu.js';
import { loadGpu } from '#platform';
import type { GpuMode } from '../../platform/platform.js';
import { later } from '../later.js';
import { constantSettings } from './arguments.js';
import type { KernelPlan } from './kernel.js';
import type { Constant } from './source.js';

/** Limits of what is kept for later streams: how long, how many kernels, and bytes of their constants. */
const limits = { ms: 10_000, kernels: 16, bytes: 64 * 2 ** 20 } as const;

/**
 * The kernels of a mode that computes on the host's processor. Such a kernel has no state, so streams share those that
 * are the same; and since gpu.js takes longer to make one than many a stream lasts, and its WebAssembly becomes fast
 * only when it has run for a while, the last ones are kept for the next stream.
 */
export class HostKernels {
  readonly #gpu: GPU;
  /** The most recently used are last. */
  #kept: Kept[] = [];
  #callOff: (() => void) | undefined;

  private constructor(mode: GpuMode, preamble: string | undefined) {
    const { GPU } = loadGpu();
    this.#gpu = new GPU({ mode });
    if (preamble) (this.#gpu as Injecting).injectNative(preamble);
  }

  /** Those of a mode, the same for all devices; `preamble` goes before each kernel. */
  static of(mode: GpuMode, preamble?: string): HostKernels {
    const kernels = all.get(mode) ?? new HostKernels(mode, preamble);
    all.set(mode, kernels);
    return kernels;
  }

  /** A kernel for the plan, for as long as it is not given back by `free`. */
  take(plan: KernelPlan): { readonly run: IKernelRunShortcut; free(): void } {
    const kept = this.#kept.find((kernel) => same(kernel.plan, plan)) ?? this.#make(plan);
    kept.users += 1;
    this.#kept = [...this.#kept.filter((kernel) => kernel !== kept), kept];
    return {
      run: kept.run,
      free: () => {
        kept.users -= 1;
        kept.until = Date.now() + limits.ms;
        this.#tidy();
      },
    };
  }

  #make({ source, constants: given, threads }: KernelPlan): Kept {
    // whoever owns the numbers may change them
    const constants: Record<string, Constant> = {};
    for (const [name, value] of Object.entries(given)) constants[name] = copied(value);
    const settings: IGPUKernelSettings = {
      output: [...threads],
      precision: 'single',
      ...constantSettings(constants),
    };
    const run = this.#gpu.createKernel(source, settings);
    const bytes = Object.values(constants).reduce<number>((sum, value) => sum + arrayOf(value).byteLength, 0);
    return { plan: { source, constants, threads }, run, bytes, users: 0, until: 0 };
  }

  /** Destroys unused kernels beyond the limits, and runs again when the next one is due. */
  #tidy(): void {
    this.#callOff?.();
    const idle = this.#kept.filter(({ users }) => users === 0).reverse();
    const now = Date.now();
    let bytes = 0;
    const outlived = new Set(
      idle.filter((kernel, i) => {
        bytes += kernel.bytes;
        return i >= limits.kernels || bytes > limits.bytes || kernel.until <= now;
      }),
    );
    for (const { run } of outlived) this.#destroy(run);
    this.#kept = this.#kept.filter((kernel) => !outlived.has(kernel));
    if (idle.length === outlived.size) return;
    this.#callOff = later(limits.ms, () => this.#tidy());
  }

  #destroy(run: IKernelRunShortcut): void {
    run.destroy();
    // the mode `cpu` leaves them in its list, with all their constants
    const { kernels } = this.#gpu as Listing;
    const at = kernels.indexOf(run.kernel);
    if (at >= 0) kernels.splice(at, 1);
  }
}

interface Kept {
  readonly plan: KernelPlan;
  readonly run: IKernelRunShortcut;
  readonly bytes: number;
  users: number;
  until: number;
}

/** gpu.js has it, but its types leave it out: all kernels that were made and not destroyed. */
type Listing = GPU & { readonly kernels: unknown[] };

/** Likewise: text that goes before a kernel of the mode `cpu`. */
type Injecting = GPU & { injectNative(source: string): void };

/** Outlives every device, so that a stream finds what the one before it compiled. */
const all = new Map<GpuMode, HostKernels>();

function same(a: KernelPlan, b: KernelPlan): boolean {
  const names = Object.keys(a.constants);
  return (
    a.source === b.source &&
    a.threads.join() === b.threads.join() &&
    names.length === Object.keys(b.constants).length &&
    names.every((name) => sameBits(arrayOf(a.constants[name]), arrayOf(b.constants[name])))
  );
}

/** The numbers of a constant: how wide a matrix is follows from the source and the threads. */
function arrayOf(value: Constant | undefined): Float32Array {
  if (value === undefined) return new Float32Array();
  if (typeof value === 'number') return Float32Array.of(value);
  return value instanceof Float32Array ? value : value.numbers;
}

function copied(value: Constant): Constant {
  if (typeof value === 'number') return value;
  if (value instanceof Float32Array) return value.slice();
  return { ...value, numbers: value.numbers.slice() };
}

function sameBits(a: Float32Array, b: Float32Array): boolean {
  if (a.length !== b.length) return false;
  const [left, right] = [bitsOf(a), bitsOf(b)];
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return false;
  return true;
}

const bitsOf = ({ buffer, byteOffset, length }: Float32Array) => new Int32Array(buffer, byteOffset, length);
