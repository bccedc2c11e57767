import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { BlockInput } from './blockInput.js';
import type { Device, Operation } from './device.js';
import { DeviceTensor, owned } from './deviceTensor.js';
import type { Memory, Place } from './memory.js';

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
  /** Whether results are overwritten by the next run: what takes them does not wait for more steps than came together. */
  readonly fleeting?: boolean;
}

/** A step that waits to be computed. */
interface Pending {
  readonly inputs: readonly Tensor[];
  readonly state: readonly Tensor[];
  readonly outputs: readonly DeviceTensor[];
}

/**
 * An operation whose steps wait until `block` of them are there or somebody asks for a result, and are then computed at
 * once: the weights are read once for all of them. With a block of 1 every step is computed as it comes.
 */
export function lazily(operation: BlockOperation, options: LazyOptions): Operation {
  const { device, shape, block, state: stateOutputs = [], fleeting } = options;
  let pending: Pending[] = [];
  let previous: readonly DeviceTensor[] = [];
  let last: Memory | undefined;
  let failure: { readonly error: unknown } | undefined;

  const locate = (tensor: Tensor) => located(device, tensor);

  const continues = (state: readonly Tensor[]) =>
    state.every((tensor, i) => tensor === previous[stateOutputs[i] ?? -1]);

  const compute = (): void => {
    const waiting = pending;
    let done = 0;
    pending = [];
    try {
      if (failure) throw failure.error;
      while (done < waiting.length) {
        const group = together(device, waiting.slice(done, done + block));
        runGroup(group);
        done += group.length;
      }
    } catch (error) {
      failure = { error };
      for (const step of waiting.slice(done)) letGo(step);
      throw error;
    }
  };

  const runGroup = (group: readonly Pending[]): void => {
    const steps = group.length;
    const [first] = group;
    const inputs = first!.inputs.map((tensor, i) =>
      steps === 1 ? locate(tensor) : joined(device, group, i),
    );
    const state = first!.state.map(locate);
    const memory = operation.run(steps, inputs, state);
    for (let t = 0; t < steps; t++) {
      const { outputs } = group[t]!;
      for (let o = 0; o < outputs.length; o++) outputs[o]!.fill(memory, o * steps + t);
      letGo(group[t]!);
    }
    last?.retire();
    last = memory;
  };

  const made = (together: number): DeviceTensor[] => {
    // an array that grew would take as much memory as the tensors
    const outputs = new Array<DeviceTensor>(options.outputs);
    for (let o = 0; o < outputs.length; o++)
      outputs[o] = new DeviceTensor(shape, device, compute, fleeting ? together : undefined);
    return outputs;
  };

  const letGo = ({ inputs, state }: Pending): void => {
    for (const tensor of inputs) if (owned(device, tensor)) tensor.drop();
    for (const tensor of state) if (owned(device, tensor)) tensor.drop();
  };

  /** One step that does not wait: nothing can happen to its inputs before they are read. */
  const runNow = (inputs: readonly Tensor[], state: readonly Tensor[]): readonly Tensor[] => {
    if (failure) throw failure.error;
    try {
      for (const tensor of inputs) if (owned(device, tensor)) tensor.take();
      const memory = operation.run(1, inputs.map(locate), state.map(locate));
      const outputs = made(1);
      for (let o = 0; o < outputs.length; o++) outputs[o]!.fill(memory, o);
      last?.retire();
      last = memory;
      return outputs;
    } catch (error) {
      failure = { error };
      throw error;
    }
  };

  const run = (inputs: readonly Tensor[], state: readonly Tensor[] = []): readonly Tensor[] => {
    let together = block;
    for (const tensor of inputs) if (owned(device, tensor)) together = Math.min(together, tensor.together);
    if (together === 1 && pending.length === 0) return runNow(inputs, state);
    if (pending.length > 0 && !continues(state)) compute();
    for (const tensor of inputs) {
      if (!owned(device, tensor)) continue;
      tensor.take();
      tensor.hold();
    }
    for (const tensor of state) if (owned(device, tensor)) tensor.hold();
    const outputs = made(together);
    pending.push({ inputs, state, outputs });
    previous = outputs;
    if (pending.length >= together) compute();
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

/**
 * The steps at the front that one run takes together: their inputs lie behind each other in the device's memory, or are
 * the host's, where they can be brought together.
 */
function together(device: Device, waiting: readonly Pending[]): readonly Pending[] {
  if (waiting.length === 1) return waiting;
  const [first] = waiting;
  const start = first!.inputs.map((tensor) => placeOf(device, tensor));
  const end = waiting.findIndex(({ inputs }, t) =>
    inputs.some((tensor, i) => {
      const [place, from] = [placeOf(device, tensor), start[i]];
      return place?.memory !== from?.memory || place?.slot !== (from && from.slot + t);
    }),
  );
  return end < 0 ? waiting : waiting.slice(0, end);
}

/** Where a tensor lies in the device's memory; `undefined` where its numbers are the host's. */
function placeOf(device: Device, tensor: Tensor): Place | undefined {
  if (!owned(device, tensor)) return undefined;
  const { place } = tensor;
  return place.memory.resident ? place : undefined;
}

/** One step's signal as the operation takes it. */
function located(device: Device, tensor: Tensor): BlockInput {
  return owned(device, tensor) ? tensor.place : { numbers: tensor.data };
}

/** Input `i` of consecutive steps as the operation takes it: where it lies, if the steps lie behind each other there. */
function joined(device: Device, group: readonly Pending[], i: number): BlockInput {
  const first = group[0]!.inputs[i]!;
  const place = owned(device, first) ? first.place : undefined;
  const inPlace = group.every(({ inputs }, t) => {
    const tensor = inputs[i]!;
    if (!place || !owned(device, tensor)) return false;
    return tensor.place.memory === place.memory && tensor.place.slot === place.slot + t;
  });
  return inPlace ? place! : { numbers: concatenated(group.map(({ inputs }) => inputs[i]!.data)) };
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
