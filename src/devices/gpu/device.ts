import type {
  GPU,
  GPUVariableType,
  IGPUKernelSettings,
  IKernelRunShortcut,
  Input,
  KernelVariable,
} from 'gpu.js';
import { loadGpu } from '#platform';
import { layoutOf } from '../../shape.js';
import type { Shape, Tensor } from '../../tensor.js';
import type { DenseWeights, Device, Operation } from '../device.js';
import type { NeuronModel } from '../model.js';
import { dense, neuron, winner } from './kernels.js';
import { type Counts, DeviceTensor, flat, Memory, type Resource } from './memory.js';
import { type GpuMode, isGraphics, missing } from './modes.js';
import { type Constant, copySource, type KernelSource } from './source.js';

/** A kernel's source, and its threads in x, y and z. */
export interface KernelPlan extends KernelSource {
  readonly threads: readonly [number, number, number];
}

/** A compiled kernel. It takes tensors, uploads those of the host, and returns the memory of its result. */
export interface Kernel {
  launch(tensors: readonly Tensor[], tidy?: Tidy): Memory;
  destroy(): void;
}

/** Brings numbers that came out in the order of the threads into that of the tensor. */
export type Tidy = (numbers: Float32Array) => Float32Array;

/** One mode of gpu.js, opened for one stream: the only code that calls gpu.js. */
export class GpuDevice implements Device {
  readonly async: boolean;
  /** What it holds and did, for those who want to know. */
  readonly counts: Counts = { kernels: 0, resources: 0, launches: 0, readbacks: 0 };
  readonly #gpu: GPU;
  readonly #ready: Promise<void> | undefined;
  readonly #underWay = new Set<Promise<unknown>>();
  #closed = false;

  constructor(readonly name: GpuMode) {
    const reason = missing(name);
    if (reason) throw new Error(`device '${name}': ${reason}`);
    const { GPU } = loadGpu();
    this.#gpu = new GPU({ mode: name });
    // inside a vm (a test runner's, say) each look-up of a global costs more than the arithmetic
    if (name === 'cpu') (this.#gpu as Injecting).injectNative('const Math = globalThis.Math;');
    this.async = name === 'webgpu';
    if (this.async) this.#ready = findAdapter(GPU);
  }

  /** The graphics context, where the mode has one and a kernel was made. */
  get context(): unknown {
    return this.#gpu.context;
  }

  dense(weights: DenseWeights, batch: number): Operation {
    return dense(this, weights, batch);
  }

  neuron(model: NeuronModel, shape: Shape): Operation {
    return neuron(this, model, shape);
  }

  winner(shape: Shape): Operation {
    return winner(this, shape);
  }

  /** Whether a tensor's memory is this device's. */
  owns(tensor: Tensor): tensor is DeviceTensor {
    return tensor instanceof DeviceTensor && tensor.device === this;
  }

  /** Which part of an argument's memory a kernel reads: the host's numbers are cut out before they are passed. */
  planeOf(tensor: Tensor): number {
    return isGraphics(this.name) && this.owns(tensor) ? tensor.plane : 0;
  }

  /** Numbers of the host, laid out as the result of `threads`, in the device's memory. */
  upload(numbers: Float32Array, threads: KernelPlan['threads']): Memory {
    if (!isGraphics(this.name)) return new Memory(this, numbers, this.counts);
    const { run, destroy } = this.#create({ source: copySource, constants: {}, threads });
    const memory = this.#start(run, [inputOf(numbers, threads)]);
    Promise.resolve(memory.resource).then(destroy, destroy);
    return memory;
  }

  compile(plan: KernelPlan): Kernel {
    const { run, destroy } = this.#create(plan);
    const launch = (tensors: readonly Tensor[], tidy?: Tidy): Memory => {
      const memory = this.#start(
        run,
        tensors.map((tensor) => this.#argument(tensor)),
        tidy,
      );
      const { settled } = memory;
      if (settled) for (const tensor of tensors) if (this.owns(tensor)) tensor.memory.use(settled);
      return memory;
    };
    return { launch, destroy };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#underWay.size === 0) this.#destroy();
    else Promise.allSettled(this.#underWay).then(() => this.#destroy());
  }

  /** gpu.js gives up its graphics context only with a kernel of it, and all of ours are gone by now. */
  #destroy(): void {
    const { Kernel, context } = this.#gpu;
    if (context) Kernel.destroyContext(context);
    this.#gpu.destroy().catch(() => undefined);
  }

  #create({ source, constants, threads }: KernelPlan) {
    if (this.#closed) throw new Error(`device '${this.name}': is closed`);
    const settings: IGPUKernelSettings = {
      output: [...threads],
      precision: 'single',
      constants: mapValues(constants, constantValue),
      constantTypes: mapValues(constants, constantType),
      ...(isGraphics(this.name) ? { pipeline: true, immutable: true } : {}),
    };
    const run = this.#gpu.createKernel(source, settings);
    this.counts.kernels += 1;
    let alive = true;
    const destroy = (): void => {
      if (!alive) return;
      alive = false;
      this.counts.kernels -= 1;
      run.destroy();
    };
    return { run, destroy };
  }

  #start(run: IKernelRunShortcut, args: readonly Argument[], tidy: Tidy = (numbers) => numbers): Memory {
    this.counts.launches += 1;
    if (!this.#ready) {
      const result: unknown = run(...(args as readonly KernelVariable[]));
      return new Memory(this, isResource(result) ? result : tidy(flat(result)), this.counts);
    }
    const result = this.#ready
      .then(() => Promise.all(args))
      .then((values) => run(...(values as readonly KernelVariable[])) as unknown as Resource);
    const done = () => void this.#underWay.delete(result);
    this.#underWay.add(result);
    result.then(done, done);
    return new Memory(this, result, this.counts);
  }

  /** What gpu.js takes for a tensor: its texture or buffer, or its numbers with their sizes. */
  #argument(tensor: Tensor): Argument {
    if (this.owns(tensor) && tensor.memory.resource) return tensor.memory.resource;
    const { batch, features } = layoutOf(tensor.shape);
    return inputOf(tensor.data, [features, batch, 1]);
  }
}

type Argument = Input | Resource | Promise<Resource>;

function inputOf(numbers: Float32Array, sizes: readonly number[]): Input {
  const { Input } = loadGpu();
  return new Input(numbers as unknown as number[], [...sizes] as [number, number]);
}

function constantValue(constant: Constant): unknown {
  if (typeof constant === 'number' || constant instanceof Float32Array) return constant;
  return inputOf(constant.data, [constant.columns, constant.data.length / constant.columns]);
}

function constantType(constant: Constant): GPUVariableType {
  if (typeof constant === 'number') return 'Float';
  return constant instanceof Float32Array ? 'Array' : ('Input' as GPUVariableType);
}

function mapValues<T, R>(record: Readonly<Record<string, T>>, change: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

function isResource(result: unknown): result is Resource {
  return typeof result === 'object' && result !== null && 'toArray' in result;
}

/** Resolves when WebGPU has an adapter: that navigator.gpu is there does not say so. */
async function findAdapter(GPU: ReturnType<typeof loadGpu>['GPU']): Promise<void> {
  if (!(await GPU.isWebGPUAvailable())) throw new Error("device 'webgpu': navigator.gpu found no adapter");
}

/** A method of gpu.js that its types leave out: text that goes before a kernel of the mode `cpu`. */
type Injecting = GPU & { injectNative(source: string): void };
