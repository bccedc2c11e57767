import { sizeOf } from '../shape.js';
import type { Shape, Tensor } from '../tensor.js';
import type { Device, Operation } from './device.js';
import type { Memory, Place } from './memory.js';

/** The numbers of one signal over the steps of a block: in this device's memory from `slot` on, or the host's. */
export type BlockInput = Place | { readonly numbers: Float32Array };

/** What a device has to bring: an operation on several consecutive steps at once. */
export interface BlockOperation {
  /** Computes `steps` steps. The result holds, for each output, all steps behind each other. */
  run(steps: number, inputs: readonly BlockInput[], state: readonly BlockInput[]): Memory;
  free(): void;
}

export interface LazyOptions {
  readonly device: Device;
  /** Shape of each result of one step. */
  readonly shape: Shape;
  /** How many results a step has. */
  readonly outputs: number;
  /** Which of the results each state comes from. */
  readonly state?: readonly number[];
  /** Most steps that are computed at once. */
  readonly block: number;
}

/** A result that is computed when it is asked for, together with the steps that wait for the same operation. */
export class DeviceTensor implements Tensor {
  #memory: Memory | undefined;
  #slot = 0;
  #retained = 0;
  #taken = false;

  constructor(
    readonly shape: Shape,
    readonly device: Device,
    private readonly compute: () => void,
  ) {}

  get data(): Float32Array {
    const data = this.read();
    if (data instanceof Float32Array) return data;
    throw new Error(`tensor: ${this.device.name} is asynchronous, use await tensor.read()`);
  }

  /** Settled work is known only when the tensor is under way: until then there is nothing to wait for. */
  get settled(): Promise<unknown> | undefined {
    return this.#memory?.settled;
  }

  /** Where its numbers are; computes them if need be. */
  get place(): Place {
    if (!this.#memory) this.compute();
    return { memory: this.#memory!, slot: this.#slot };
  }

  read(): Float32Array | Promise<Float32Array> {
    const { memory, slot } = this.place;
    const size = sizeOf(this.shape);
    const cut = (all: Float32Array) => all.subarray(slot * size, (slot + 1) * size);
    const all = memory.read();
    return all instanceof Float32Array ? cut(all) : all.then(cut);
  }

  retain(): () => void {
    if (this.#memory) this.#memory.retain();
    else this.#retained += 1;
    return () => {
      if (this.#memory) this.#memory.release();
      else this.#retained -= 1;
    };
  }

  /** Notes that an operation takes it up as its input; being state does not count. */
  take(): void {
    this.#taken = true;
    if (this.#memory) this.#memory.taken = true;
  }

  /** Gives it the memory that it was computed into. */
  fill(memory: Memory, slot: number): void {
    this.#memory = memory;
    this.#slot = slot;
    if (this.#taken) memory.taken = true;
    for (; this.#retained > 0; this.#retained--) memory.retain();
  }
}

/** A step that waits to be computed. */
interface Pending {
  readonly inputs: readonly Tensor[];
  readonly state: readonly Tensor[];
  readonly outputs: readonly DeviceTensor[];
  readonly release: (() => void)[];
}

/**
 * An operation whose steps wait until `block` of them are there or somebody asks for a result, and are then computed at
 * once: the weights are read once for all of them. With a block of 1 every step is computed as it comes.
 */
export function lazily(operation: BlockOperation, options: LazyOptions): Operation {
  const { device, shape, block, state: stateOutputs = [] } = options;
  let pending: Pending[] = [];
  let previous: readonly DeviceTensor[] = [];
  let last: Memory | undefined;
  let failure: { readonly error: unknown } | undefined;

  const continues = (state: readonly Tensor[]) =>
    state.every((tensor, i) => tensor === previous[stateOutputs[i] ?? -1]);

  const compute = (): void => {
    if (failure) throw failure.error;
    const waiting = pending;
    pending = [];
    try {
      for (let done = 0; done < waiting.length; ) {
        const group = together(device, waiting.slice(done, done + block));
        runGroup(group);
        done += group.length;
      }
    } catch (error) {
      failure = { error };
      for (const { release } of waiting) for (const free of release.splice(0)) free();
      throw error;
    }
  };

  const runGroup = (group: readonly Pending[]): void => {
    const [first] = group;
    const count = first!.inputs.length;
    const inputs = Array.from({ length: count }, (_, i) =>
      joined(
        device,
        group.map(({ inputs }) => inputs[i]!),
      ),
    );
    const state = first!.state.map((tensor) => joined(device, [tensor]));
    const memory = operation.run(group.length, inputs, state);
    for (const [t, { outputs, release }] of group.entries()) {
      for (const [o, tensor] of outputs.entries()) tensor.fill(memory, o * group.length + t);
      for (const free of release.splice(0)) free();
    }
    last?.retire();
    last = memory;
  };

  const run = (inputs: readonly Tensor[], state: readonly Tensor[] = []): readonly Tensor[] => {
    if (pending.length > 0 && !continues(state)) compute();
    const release: (() => void)[] = [];
    for (const tensor of inputs) {
      if (!owned(device, tensor)) continue;
      tensor.take();
      release.push(tensor.retain());
    }
    for (const tensor of state) if (owned(device, tensor)) release.push(tensor.retain());
    const outputs = Array.from({ length: options.outputs }, () => new DeviceTensor(shape, device, compute));
    pending.push({ inputs, state, outputs, release });
    previous = outputs;
    if (pending.length >= block) compute();
    return outputs;
  };

  const free = (): void => {
    try {
      compute();
    } catch {
      // a teardown must not throw; whoever asks for the results gets the error
    }
    last?.retire();
    last = undefined;
    operation.free();
  };

  return { run, free };
}

export function owned(device: Device, tensor: Tensor): tensor is DeviceTensor {
  return tensor instanceof DeviceTensor && tensor.device === device;
}

/** The steps at the front whose inputs lie behind each other, so that one run takes them all. */
function together(device: Device, waiting: readonly Pending[]): readonly Pending[] {
  const [first] = waiting;
  const start = first!.inputs.map((tensor) => (owned(device, tensor) ? tensor.place : undefined));
  const end = waiting.findIndex(({ inputs }, t) =>
    inputs.some((tensor, i) => {
      if (!owned(device, tensor)) return start[i] !== undefined;
      const { memory, slot } = tensor.place;
      return memory !== start[i]?.memory || slot !== start[i]!.slot + t;
    }),
  );
  return end < 0 ? waiting : waiting.slice(0, end);
}

/** One signal of consecutive steps as the operation takes it. */
function joined(device: Device, tensors: readonly Tensor[]): BlockInput {
  const [first] = tensors;
  if (owned(device, first!)) return first.place;
  if (tensors.length === 1) return { numbers: first!.data };
  return { numbers: concatenated(tensors.map(({ data }) => data)) };
}

/** The pieces behind each other: as they lie, where they do so already, else copied. */
function concatenated(pieces: readonly Float32Array[]): Float32Array {
  const { buffer, byteOffset, length } = pieces[0]!;
  const adjacent = pieces.every(
    (piece, i) => piece.buffer === buffer && piece.byteOffset === byteOffset + 4 * i * length,
  );
  if (adjacent) return new Float32Array(buffer, byteOffset, length * pieces.length);
  const all = new Float32Array(length * pieces.length);
  for (const [i, piece] of pieces.entries()) all.set(piece, i * length);
  return all;
}
