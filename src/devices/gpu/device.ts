import type { GPU, IGPUKernelSettings, IKernelRunShortcut, KernelVariable } from 'gpu.js';
import { loadGpu } from '#platform';
import type { GpuMode } from '../../platform/platform.js';
import type { Shape } from '../../shape.js';
import type { BlockInput } from '../blockInput.js';
import type { Counts, DenseWeights, Device, Operation } from '../device.js';
import { HostMemory, type Memory } from '../memory.js';
import type { NeuronModel } from '../model.js';
import { type Convolution, inputsOf, type Pooling } from '../windows.js';
import { type Argument, argument, constantSettings, inputOf, useUntil } from './arguments.js';
import { HostKernels } from './hostKernels.js';
import type { Kernel, KernelPlan, Tidy, Uploaded } from './kernel.js';
import { neuron, pool, winner } from './kernels.js';
import type { Kind } from './kind.js';
import { flat, GraphicsMemory, isResource, type Resource } from './memory.js';
import { copySource } from './source.js';

/** One mode of gpu.js, opened for one stream: the only code that calls gpu.js. */
export class GpuDevice implements Device {
  readonly async: boolean;
  readonly counts: Counts = { kernels: 0, resources: 0, launches: 0, readbacks: 0 };
  /** Of its own on a graphics device; `#host` has the kernels of the others. */
  readonly #gpu: GPU | undefined;
  readonly #host: HostKernels | undefined;
  readonly #ready: Promise<void> | undefined;
  readonly #underWay = new Set<Promise<unknown>>();
  /** Kernels that bring numbers here, by their threads. */
  readonly #copiers = new Map<string, Created>();
  /** Kernels that nobody needs; in WebGL they share the corners of what is drawn, so they go with the device. */
  readonly #condemned: IKernelRunShortcut[] = [];
  #operations = 0;
  #closing = false;
  #closed = false;

  constructor(
    readonly name: GpuMode,
    readonly kind: Kind,
  ) {
    this.#ready = kind.begin?.();
    this.async = this.#ready !== undefined;
    if (!kind.graphics) {
      this.#host = HostKernels.of(name, kind.preamble);
      return;
    }
    const { GPU } = loadGpu();
    this.#gpu = new GPU({ mode: name });
  }

  /** The graphics context, where the mode has one and a kernel was made. */
  get context(): unknown {
    return this.#gpu?.context;
  }

  blockOf(block: number): number {
    return this.kind.blockOf?.(block) ?? block;
  }

  get closed(): boolean {
    return this.#closing;
  }

  dense(weights: DenseWeights, batch: number, block = 1): Operation {
    const sizes = { input: [batch, weights.inputs], shape: [batch, weights.outputs], outputs: 1, block };
    return this.kind.dense(this, weights, sizes);
  }

  conv(convolution: Convolution, batch: number, block = 1): Operation {
    const shape = [batch, ...convolution.features];
    const sizes = { input: [batch, inputsOf(convolution)], shape, outputs: 1, block };
    return this.kind.conv(this, convolution, sizes);
  }

  pool(pooling: Pooling, batch: number, block = 1): Operation {
    return pool(this, pooling, batch, block);
  }

  delay(steps: number | Int32Array, shape: Shape, block = 1): Operation {
    return this.kind.delay(this, steps, shape, block);
  }

  neuron(model: NeuronModel, shape: Shape, block = 1): Operation {
    return neuron(this, model, shape, block);
  }

  winner(shape: Shape, block = 1): Operation {
    return winner(this, shape, block);
  }

  /** Counts an operation that was made. */
  made(): void {
    if (this.#closing) throw new Error(`device '${this.name}': is closed`);
    this.#operations += 1;
  }

  /** Counts an operation that was freed; with the last one goes a device that is to be closed. */
  freed(): void {
    this.#operations -= 1;
    if (this.#closing) this.#closeWhenFree();
  }

  close(): void {
    this.#closing = true;
    this.#closeWhenFree();
  }

  /** Numbers of the host in the device's memory, laid out as the result of `threads`, until they are freed. */
  upload(numbers: Float32Array, threads: KernelPlan['threads']): Uploaded {
    if (!this.#gpu) return { memory: new HostMemory(numbers), slot: 0, free: () => undefined };
    const key = threads.join();
    const copier = this.#copiers.get(key) ?? this.#create({ source: copySource, constants: {}, threads });
    this.#copiers.set(key, copier);
    const memory = this.#start(copier.run, [inputOf(numbers, threads)]);
    memory.taken = true;
    return { memory, slot: 0, free: () => memory.retire() };
  }

  compile(plan: KernelPlan): Kernel {
    const { run, destroy } = this.#create(plan);
    const launch = (args: readonly BlockInput[], shape: Shape, tidy?: Tidy): Memory => {
      const slots = args.map((arg) =>
        'memory' in arg && arg.memory instanceof GraphicsMemory ? arg.slot : 0,
      );
      const memory = this.#start(run, [...args.map((arg) => argument(arg, shape)), ...slots], tidy);
      if (memory.settled) for (const arg of args) useUntil(memory.settled, arg);
      return memory;
    };
    return { launch, destroy };
  }

  #create(plan: KernelPlan): Created {
    const { run, free } = this.#host?.take(plan) ?? this.#own(plan);
    this.counts.kernels += 1;
    let alive = true;
    const destroy = (): void => {
      if (!alive) return;
      alive = false;
      this.counts.kernels -= 1;
      free();
    };
    return { run, destroy };
  }

  #own({ source, constants, threads }: KernelPlan): ReturnType<HostKernels['take']> {
    const settings: IGPUKernelSettings = {
      output: [...threads],
      precision: 'single',
      ...constantSettings(constants),
      pipeline: true,
      immutable: true,
      // arguments come from blocks of different lengths, so their sizes must not be compiled in
      dynamicArguments: true,
    };
    const run = this.#gpu!.createKernel(source, settings);
    return { run, free: () => void this.#condemned.push(run) };
  }

  #start(run: IKernelRunShortcut, args: readonly Argument[], tidy: Tidy = (numbers) => numbers): Memory {
    this.counts.launches += 1;
    if (this.#ready) {
      const values = this.#ready.then(() => Promise.all(args));
      return this.#graphics(values.then((all) => run(...(all as KernelVariable[])) as unknown as Resource));
    }
    const result: unknown = run(...(args as KernelVariable[]));
    return isResource(result) ? this.#graphics(result) : new HostMemory(tidy(flat(result)));
  }

  #graphics(resource: Resource | Promise<Resource>): GraphicsMemory {
    return new GraphicsMemory(resource, this.counts, (work) => {
      const done = () => void this.#underWay.delete(work);
      this.#underWay.add(work);
      work.then(done, done);
    });
  }

  #closeWhenFree(): void {
    if (this.#operations > 0 || this.#closed) return;
    this.#closed = true;
    for (const copier of this.#copiers.values()) copier.destroy();
    this.#whenIdle(() => this.#destroy());
  }

  /** Destroying a kernel would destroy results that are still being read, so this waits for them. */
  #whenIdle(work: () => void): void {
    if (this.#underWay.size === 0) work();
    else Promise.allSettled(this.#underWay).then(work);
  }

  /** gpu.js gives up its graphics context only with a kernel of it, and all of ours go here. */
  #destroy(): void {
    for (const kernel of this.#condemned) kernel.destroy();
    if (!this.#gpu) return;
    const { Kernel, context } = this.#gpu;
    if (context) Kernel.destroyContext(context);
    this.#gpu.destroy().catch(() => undefined);
  }
}

interface Created {
  readonly run: IKernelRunShortcut;
  destroy(): void;
}
