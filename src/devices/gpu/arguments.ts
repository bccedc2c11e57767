import type { GPUVariableType, Input } from 'gpu.js';
import { loadGpu } from '#platform';
import { layoutOf, type Shape, sizeOf } from '../../shape.js';
import { type BlockInput, numbersOf } from '../blockInput.js';
import { GraphicsMemory, type Resource } from './memory.js';
import type { Constant } from './source.js';

/** What a kernel takes as an argument. */
export type Argument = number | Input | Resource | Promise<Resource>;

/** What gpu.js takes for a signal: its texture or buffer, or its numbers, one step of `shape` behind the other. */
export function argument(arg: BlockInput, shape: Shape): Argument {
  if ('memory' in arg && arg.memory instanceof GraphicsMemory && arg.memory.resource)
    return arg.memory.resource;
  const { batch, features } = layoutOf(shape);
  const numbers = numbersOf(arg, sizeOf(shape), 1);
  return inputOf(numbers, [features, batch, numbers.length / sizeOf(shape)]);
}

/** Keeps an argument until `settled`, by which the kernel has read it. */
export function useUntil(settled: Promise<unknown>, arg: BlockInput): void {
  if ('memory' in arg && arg.memory instanceof GraphicsMemory) arg.memory.use(settled);
}

/** Numbers of the host with their sizes, the innermost first. */
export function inputOf(numbers: Float32Array, sizes: readonly number[]): Input {
  const { Input } = loadGpu();
  return new Input(numbers as unknown as number[], [...sizes] as [number, number]);
}

/** The settings that give a kernel its constants. */
export function constantSettings(constants: Readonly<Record<string, Constant>>) {
  const settings = Object.entries(constants).map(([name, value]) => ({ name, ...constantOf(value) }));
  return {
    constants: Object.fromEntries(settings.map(({ name, value }) => [name, value])),
    constantTypes: Object.fromEntries(settings.map(({ name, type }) => [name, type])),
  };
}

function constantOf(value: Constant): { readonly value: unknown; readonly type: GPUVariableType } {
  if (typeof value === 'number') return { value, type: 'Float' };
  if (value instanceof Float32Array) return { value, type: 'Array' };
  const { numbers, width } = value;
  // its types know no matrix among the constants
  return { value: inputOf(numbers, [width, numbers.length / width]), type: 'Input' as GPUVariableType };
}
