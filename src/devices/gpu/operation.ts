import { layoutOf, sizeOf } from '../../shape.js';
import type { Shape, Tensor } from '../../tensor.js';
import type { Operation } from '../device.js';
import type { GpuDevice, Kernel, KernelPlan } from './device.js';
import { DeviceTensor, type Memory } from './memory.js';

/** What makes one operation different from the others. */
export interface Recipe {
  readonly device: GpuDevice;
  /** Shape of each result. */
  readonly shape: Shape;
  /** How many results one launch makes. */
  readonly planes: number;
  /** Which of the results each state comes from. */
  readonly statePlanes?: readonly number[];
  /** The kernel for arguments that lie in these planes of their memories. */
  plan(planes: readonly number[]): KernelPlan;
  /** Brings numbers that are in the host's memory at once into the order of the shape. */
  tidy?(numbers: Float32Array): Float32Array;
}

/**
 * An operation of a gpu.js device: compiled at the first run, when it is known where its arguments lie, and again
 * only if that changes. It frees its results of the step before when the new ones are under way.
 */
export function operation(recipe: Recipe): Operation {
  const { device, shape, planes } = recipe;
  let compiled: { readonly key: string; readonly kernel: Kernel } | undefined;
  let last: Memory | undefined;

  const kernelFor = (tensors: readonly Tensor[]): Kernel => {
    const at = tensors.map((tensor) => device.planeOf(tensor));
    const key = tensors.map((tensor, i) => `${device.owns(tensor)}:${at[i]}`).join();
    if (compiled?.key !== key) {
      compiled?.kernel.destroy();
      compiled = { key, kernel: device.compile(recipe.plan(at)) };
    }
    return compiled!.kernel;
  };

  const run = (inputs: readonly Tensor[], state: readonly Tensor[] = []): readonly Tensor[] => {
    const uploaded = state.every((tensor) => device.owns(tensor)) ? undefined : uploadState(recipe, state);
    const tensors = [...inputs, ...(uploaded?.tensors ?? state)];
    for (const tensor of inputs) if (device.owns(tensor)) tensor.memory.taken = true;
    const memory = kernelFor(tensors).launch(tensors, recipe.tidy);
    last?.retire();
    uploaded?.memory.retire();
    last = memory;
    return Array.from({ length: planes }, (_, plane) => new DeviceTensor(shape, memory, plane));
  };

  const free = (): void => {
    last?.retire();
    compiled?.kernel.destroy();
    last = undefined;
    compiled = undefined;
  };

  return { run, free };
}

/** States of the host in a memory laid out as the results are, so that the first step's kernel is the next one's too. */
function uploadState({ device, shape, planes, statePlanes = [] }: Recipe, state: readonly Tensor[]) {
  const size = sizeOf(shape);
  const numbers = new Float32Array(planes * size);
  for (const [i, tensor] of state.entries()) numbers.set(tensor.data, statePlanes[i]! * size);
  const { batch, features } = layoutOf(shape);
  const memory = device.upload(numbers, [features, batch, planes]);
  memory.taken = true;
  return { memory, tensors: statePlanes.map((plane) => new DeviceTensor(shape, memory, plane)) };
}
