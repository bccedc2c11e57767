import { describeShape, type Shape, sizeOf } from '../../shape.js';
import { h5Text } from '../hdf5/h5Text.js';
import type { H5Dataset } from '../hdf5/readHdf5.js';
import type { H5Array } from '../hdf5/writeHdf5.js';
import type { NirArray, NirLeaf, Pair } from './nodes.js';

/** A parameter of a node type: how it lies in a file, and what stands for it where a file does not have it. */
export interface Field {
  read(dataset: H5Dataset): unknown;
  write(value: never): H5Array;
  readonly optional?: boolean;
  /** For a size that a file may leave out. */
  readonly otherwise?: number;
  /** For a neuron's parameter that older files do not have. */
  readonly default?: number;
  /** Whether it has one number a neuron of the layer. */
  readonly perNeuron?: boolean;
}

const array: Field = { read: readArray, write: ({ shape, data }: NirArray) => ({ shape, data }) };
const neurons: Field = { ...array, perNeuron: true };
const sizes: Field = {
  read: (dataset) => wholes(dataset),
  write: (value: Shape) => integers(value, [value.length]),
};
const size: Field = {
  read: (dataset) => one(wholes(dataset)),
  write: (value: number) => integers([value], []),
};
const dimension: Field = { ...size, read: (dataset) => one(wholes(dataset, -sizeLimit)) };
const pair: Field = { ...sizes, read: (dataset) => twice(wholes(dataset)) };
const padding: Field = {
  read: (dataset) => (dataset.kind === 'text' ? word(dataset) : one(wholes(dataset))),
  write: (value: number | string) => (typeof value === 'string' ? h5Text(value) : integers([value], [])),
};
const padding2d: Field = {
  read: (dataset) => (dataset.kind === 'text' ? word(dataset) : twice(wholes(dataset))),
  write: (value: Pair | string) => (typeof value === 'string' ? h5Text(value) : integers(value, [2])),
};
const optional = (field: Field): Field => ({ ...field, optional: true });

const fires = { vThreshold: neurons, vReset: { ...neurons, default: 0 } };
const leaks = { tau: neurons, r: neurons, vLeak: neurons };
const synaptic = {
  ...{ tauSyn: neurons, tauMem: neurons, r: neurons, vLeak: neurons },
  wIn: { ...neurons, default: 1 },
};
const pool = { kernelSize: pair, stride: pair, padding: pair };

/** The parameters of every node type but the graph; a file has them under the same names in snake case. */
export const FIELDS: Readonly<Record<NirLeaf['type'], Readonly<Record<string, Field>>>> = {
  Input: { shape: sizes },
  Output: { shape: sizes },
  Affine: { weight: array, bias: array },
  Linear: { weight: array },
  Scale: { scale: neurons },
  Conv1d: {
    ...{ inputShape: optional(size), weight: array, stride: size },
    ...{ padding, dilation: size, groups: size, bias: array },
  },
  Conv2d: {
    ...{ inputShape: optional(pair), weight: array, stride: pair },
    ...{ padding: padding2d, dilation: pair, groups: size, bias: array },
  },
  SumPool2d: pool,
  AvgPool2d: pool,
  Flatten: {
    startDim: { ...dimension, otherwise: 1 },
    endDim: { ...dimension, otherwise: -1 },
    inputType: optional(sizes),
  },
  Delay: { delay: neurons },
  Threshold: { threshold: neurons },
  I: { r: neurons },
  IF: { r: neurons, ...fires },
  LI: leaks,
  LIF: { ...leaks, ...fires },
  CubaLI: synaptic,
  CubaLIF: { ...synaptic, ...fires },
};

/** `v_threshold` of `vThreshold`. */
export function fileName(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** A node's numbers that are one a neuron, by field. */
export function perNeuron(node: NirLeaf): readonly (readonly [name: string, value: NirArray])[] {
  const fields = Object.entries(FIELDS[node.type]).filter(([, field]) => field.perNeuron);
  return fields.map(([name]) => [name, node[name as keyof typeof node] as unknown as NirArray]);
}

/** The most that a size may be: all of a shape multiplied stay whole numbers. */
const sizeLimit = 2 ** 31;

function readArray({ shape, kind, read }: H5Dataset): NirArray {
  if (kind !== 'number') throw new Error(`must be numbers, got ${kind}`);
  const data = read() as ArrayLike<number>;
  return { shape, data: data instanceof Float32Array ? data : Float32Array.from(data) };
}

function wholes({ shape, kind, read }: H5Dataset, min = 0): number[] {
  if (kind !== 'number' || shape.length > 1 || sizeOf(shape) > 32) {
    throw new Error(`must be a few whole numbers, got ${kind} of shape ${describeShape(shape)}`);
  }
  const numbers = Array.from(read() as ArrayLike<number>);
  const wrong = numbers.find((n) => !Number.isInteger(n) || n < min || n > sizeLimit);
  if (wrong !== undefined) throw new Error(`must be whole numbers, at least ${min}, got ${wrong}`);
  return numbers;
}

function one(values: readonly number[]): number {
  if (values.length !== 1) throw new Error(`must be one number, got ${values.length}`);
  return values[0]!;
}

function twice(values: readonly number[]): Pair {
  if (values.length === 1) return [values[0]!, values[0]!];
  if (values.length !== 2) throw new Error(`must be two numbers, got ${values.length}`);
  return [values[0]!, values[1]!];
}

function word({ read }: H5Dataset): string {
  const [value] = read() as readonly string[];
  if (value !== 'same' && value !== 'valid')
    throw new Error(`must be sizes, 'same' or 'valid', got '${value}'`);
  return value;
}

function integers(values: readonly number[], shape: Shape): H5Array {
  return { shape, data: BigInt64Array.from(values, BigInt) };
}
