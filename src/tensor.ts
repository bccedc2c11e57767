import { show } from './check.js';
import type { Device } from './devices/device.js';
import { describeShape, type Shape, sizeOf } from './shape.js';

/** Whatever a user may hand in as numbers: a scalar, nested arrays, typed arrays, or `{ shape, data }`. */
export type TensorLike =
  | number
  | Tensor
  | ArrayLike<number>
  | { readonly shape: Shape; readonly data: ArrayLike<number> }
  | readonly TensorLike[];

/**
 * Float32 numbers of a fixed shape, on the host or on a device. It never changes after it was made.
 *
 * A device tensor is read back when `data` or `read()` is first asked for, and remembers what it read. Its device
 * memory is freed when its layer computes the next step; an output that no layer took up is read back before that,
 * so the steps that leave a pipeline stay readable. A tensor in the middle of a pipeline is read while its step
 * passes, or not at all: `record()` does so.
 */
export interface Tensor {
  readonly shape: Shape;
  /** Where layers run that take this tensor; `undefined` leaves the choice to the first layer. */
  readonly device: Device | undefined;
  /** The numbers, row-major. Throws on an asynchronous device, where only `read()` can wait for them. */
  readonly data: Float32Array;
  /** On an asynchronous device: settles when the numbers are computed, rejects with the device's error. */
  readonly settled?: Promise<unknown> | undefined;
  /**
   * Of how many steps the numbers are where they were computed at once: those who wait for more steps
   * get copies. Default any number.
   */
  readonly together?: number;
  /** Keeps the numbers on the device until the function that it returns is called; a host has no need of it. */
  retain?(): () => void;
  /** Says that a step carries it, so that it may be asked for late; `forget` takes that back. A host has no need of it. */
  keep?(): void;
  /** Says that a step carries it no more. */
  forget?(): void;
  /**
   * The numbers, at once where the device is synchronous, else a promise of them. Where `into` is given they come there; it
   * must have their length, and not change afterwards.
   */
  read(into?: Float32Array): Float32Array | Promise<Float32Array>;
}

/** Numbers in the host's memory, bound for `device` when one is given. */
export class HostTensor implements Tensor {
  constructor(
    readonly shape: Shape,
    readonly data: Float32Array,
    readonly device: Device | undefined = undefined,
  ) {
    if (data.length !== sizeOf(shape)) {
      throw new RangeError(
        `tensor: shape ${describeShape(shape)} takes ${sizeOf(shape)} numbers, got ${data.length}`,
      );
    }
  }

  read(into?: Float32Array): Float32Array {
    if (!into) return this.data;
    into.set(this.data);
    return into;
  }
}

/**
 * A tensor from nested arrays, typed arrays or `{ shape, data }`; `shape` reshapes flat data.
 *
 * Throws a `TypeError` for what is not a number, a `RangeError` for ragged arrays and shapes that do not fit.
 *
 * @example
 * tensor([[1, 0, 1]]).shape; // [1, 3]
 * tensor([1, 2, 3, 4], [2, 2]);
 */
export function tensor(values: TensorLike, shape?: Shape): Tensor {
  const given = fromLike(values, 'tensor');
  return shape ? shaped('tensor', shape, given.data) : given;
}

/** `values` as a host tensor of the values' own shape; `operator` signs the errors. */
export function fromLike(values: TensorLike, operator: string): Tensor {
  if (typeof values === 'number') return new HostTensor([], checked(Float32Array.of(values), operator));
  if (isTensor(values)) return values;
  if (typeof values === 'object' && values !== null) {
    if ('shape' in values && 'data' in values) {
      return shaped(operator, values.shape, checked(Float32Array.from(values.data), operator));
    }
    if (isArrayLike(values)) {
      if (!ArrayBuffer.isView(values)) return stack(Array.from(values), operator);
      const numbers = Float32Array.from(values as ArrayLike<number>);
      return new HostTensor([numbers.length], checked(numbers, operator));
    }
  }
  throw new TypeError(`${operator}: needs numbers, arrays or { shape, data }, got ${show(values)}`);
}

/** Numbers in a shape that was given. */
function shaped(operator: string, shape: Shape, data: Float32Array): Tensor {
  const isShape = Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  if (!isShape)
    throw new RangeError(`${operator}: shape must be a list of whole numbers, got ${show(shape)}`);
  if (data.length === sizeOf(shape)) return new HostTensor(shape, data);
  const takes = `shape ${describeShape(shape)} takes ${sizeOf(shape)} numbers`;
  throw new RangeError(`${operator}: ${takes}, got ${data.length}`);
}

/** A DataView has no length, nor have maps and sets. */
function isArrayLike(values: object): values is ArrayLike<TensorLike> {
  return 'length' in values && typeof values.length === 'number';
}

function stack(items: readonly TensorLike[], operator: string): Tensor {
  if (items.every((item) => typeof item === 'number')) {
    return new HostTensor([items.length], checked(Float32Array.from(items), operator));
  }
  const rows = items.map((item) => fromLike(item, operator));
  const inner = rows[0]?.shape ?? [];
  const data = new Float32Array(rows.length * sizeOf(inner));
  rows.forEach((row, i) => {
    if (describeShape(row.shape) !== describeShape(inner)) {
      const sizes = `${describeShape(inner)} and ${describeShape(row.shape)}`;
      throw new RangeError(`${operator}: nested arrays must have equal sizes, got ${sizes}`);
    }
    data.set(row.data, i * sizeOf(inner));
  });
  return new HostTensor([rows.length, ...inner], data);
}

function checked(data: Float32Array, operator: string): Float32Array {
  for (let i = 0; i < data.length; i++) {
    if (Number.isNaN(data[i]))
      throw new TypeError(`${operator}: every value must be a number, got NaN at index ${i}`);
  }
  return data;
}

export function isTensor(value: unknown): value is Tensor {
  return typeof value === 'object' && value !== null && 'shape' in value && 'read' in value;
}

/** Keeps tensors on their devices until the function that it returns is called, once or more. */
export function retainAll(tensors: readonly Tensor[]): () => void {
  let releases = tensors.map((tensor) => tensor.retain?.());
  return () => {
    for (const release of releases) release?.();
    releases = [];
  };
}
