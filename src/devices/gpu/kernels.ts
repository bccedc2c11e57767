import { layoutOf, type Shape } from '../../shape.js';
import type { BlockInput } from '../blockInput.js';
import type { DenseWeights, Operation } from '../device.js';
import { type BlockOperation, lazily } from '../lazy.js';
import type { NeuronModel, Parameter } from '../model.js';
import type { GpuDevice } from './device.js';
import type { Kernel, KernelPlan, Tidy, Uploaded } from './kernel.js';
import { isGraphics } from './modes.js';
import {
  type Constant,
  denseSource,
  neuronBlockSource,
  neuronSource,
  type VectorText,
  wideDenseSource,
  winnerSource,
} from './source.js';

/**
 * cur = weight . x + bias. On a graphics device one thread an output, for as many steps as a block has; on the others
 * one thread four outputs, step by step.
 */
export function dense(device: GpuDevice, weights: DenseWeights, batch: number, block: number): Operation {
  const { outputs } = weights;
  const shape: Shape = [batch, outputs];
  if (isGraphics(device.name)) {
    const { weight, bias } = transposed(weights, outputs);
    const sizes = { input: [batch, weights.inputs], shape, outputs: 1, block };
    const plan = (steps: number): KernelPlan => ({
      source: denseSource(weights),
      constants: { bias },
      threads: [outputs, batch, steps],
    });
    // kernels for blocks of different lengths share the weights
    return operation(device, sizes, plan, {
      resident: () => device.upload(weight, [outputs, weights.inputs, 1]),
    });
  }
  const stride = Math.ceil(outputs / 4) * 4;
  // JavaScript computes in float64, so `cpu` rounds after each operation
  const round =
    device.name === 'cpu' ? (expression: string) => `Math.fround(${expression})` : (e: string) => e;
  const plan = (): KernelPlan => ({
    source: wideDenseSource(weights, stride, round),
    constants: { ...transposed(weights, stride) },
    threads: [stride / 4, batch, 1],
  });
  const tidy =
    stride === outputs ? undefined : (padded: Float32Array) => cropRows(padded, stride, outputs, batch);
  return operation(device, { input: [batch, weights.inputs], shape, outputs: 1, block: 1 }, plan, { tidy });
}

/** One step of a model for all neurons; its outputs lie behind each other in one result, the state among them. */
export function neuron(device: GpuDevice, model: NeuronModel, shape: Shape, block: number): Operation {
  const { batch, features } = layoutOf(shape);
  const outputs = model.outputs.length;
  const state = model.state.map((name) => model.outputs.indexOf(name));
  const graphics = isGraphics(device.name);
  const { constants, vector } = (graphics ? packed : apart)(model.params, features);
  return operation(device, { input: shape, shape, outputs, state, block: graphics ? block : 1 }, (steps) => ({
    source:
      steps === 1
        ? neuronSource(model, vector, device.name === 'cpu')
        : neuronBlockSource(model, vector, steps),
    constants,
    threads: [features, batch, outputs * steps],
  }));
}

/** 1 at the first largest value of each sample. */
export function winner(device: GpuDevice, shape: Shape, block: number): Operation {
  const { batch, features } = layoutOf(shape);
  const sizes = { input: shape, shape, outputs: 1, block: isGraphics(device.name) ? block : 1 };
  return operation(device, sizes, (steps) => ({
    source: winnerSource(features),
    constants: {},
    threads: [features, batch, steps],
  }));
}

interface Sizes {
  /** Shape of each input of one step. */
  readonly input: Shape;
  readonly shape: Shape;
  readonly outputs: number;
  readonly state?: readonly number[];
  readonly block: number;
}

interface Extras {
  /** Brings the results into the order of the shape. */
  readonly tidy?: Tidy | undefined;
  /** A last argument of every kernel, brought to the device with the first run. */
  readonly resident?: () => Uploaded;
  /** Whether the last argument of the next run is what this run's result holds behind its steps. Default false. */
  readonly carries?: boolean;
}

/** An operation whose kernel is compiled when it is first known how many steps it takes and where its arguments lie. */
export function operation(
  device: GpuDevice,
  sizes: Sizes,
  plan: (steps: number) => KernelPlan,
  { tidy, resident, carries = false }: Extras = {},
): Operation {
  const compiled = new Map<string, Kernel>();
  let held: Uploaded | undefined;
  const kernelFor = (steps: number, args: readonly BlockInput[]): Kernel => {
    const key = `${steps}${args.map((arg) => ('memory' in arg ? 'd' : 'h')).join('')}`;
    const kernel = compiled.get(key) ?? device.compile(plan(steps));
    compiled.set(key, kernel);
    return kernel;
  };
  const block: BlockOperation = {
    run(steps, inputs, state) {
      const uploaded = state.map((input) =>
        'memory' in input ? undefined : uploadState(device, sizes, input.numbers),
      );
      held ??= resident?.();
      const args = [...inputs, ...state.map((input, i) => uploaded[i] ?? input), ...(held ? [held] : [])];
      const memory = kernelFor(steps, args).launch(args, sizes.input, tidy);
      for (const state of uploaded) state?.free();
      if (carries) {
        held?.free();
        held = { memory, slot: steps, free: () => undefined };
      }
      return memory;
    },
    free() {
      for (const kernel of compiled.values()) kernel.destroy();
      compiled.clear();
      held?.free();
      device.freed();
    },
  };
  device.made();
  return lazily(block, { device, ...sizes });
}

/** A state of the host on the device, so that the first step's kernel is the next one's too. */
function uploadState(device: GpuDevice, { shape }: Sizes, numbers: Float32Array): Uploaded {
  const { batch, features } = layoutOf(shape);
  return device.upload(numbers, [features, batch, 1]);
}

/** Weights as [inputs, stride] and biases, padded with zeros: neighbouring threads read neighbouring numbers. */
function transposed({ inputs, outputs, weight, bias }: DenseWeights, stride: number) {
  const columns = new Float32Array(inputs * stride);
  for (let o = 0; o < outputs; o++) {
    for (let i = 0; i < inputs; i++) columns[i * stride + o] = weight[o * inputs + i]!;
  }
  const padded = new Float32Array(stride);
  if (bias) padded.set(bias);
  return { weight: columns, bias: padded };
}

function cropRows(padded: Float32Array, stride: number, columns: number, rows: number): Float32Array {
  const cropped = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    cropped.set(padded.subarray(row * stride, row * stride + columns), row * columns);
  }
  return cropped;
}

/** Parameters as a kernel has them, and how it reads one of a value a neuron. */
interface Constants {
  readonly constants: Record<string, Constant>;
  readonly vector: VectorText;
}

type Parameters = Readonly<Record<string, Parameter>>;

function apart(params: Parameters): Constants {
  return {
    constants: { ...numbersOf(params), ...vectorsOf(params) },
    vector: (name) => `this.constants.${name}[this.thread.x]`,
  };
}

/** All vectors in one: graphics devices bind few at once, WebGPU 8 together with arguments and result. */
function packed(params: Parameters, features: number): Constants {
  const vectors = vectorsOf(params);
  const names = Object.keys(vectors);
  if (names.length === 0) return apart(params);
  const rxVectors = new Float32Array(names.length * features);
  for (const [i, name] of names.entries()) rxVectors.set(vectors[name]!, i * features);
  return {
    constants: { ...numbersOf(params), rxVectors },
    vector: (name) => `this.constants.rxVectors[this.thread.x + ${names.indexOf(name) * features}]`,
  };
}

function numbersOf(params: Parameters): Record<string, number> {
  const numbers = Object.entries(params).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
  return Object.fromEntries(numbers.map(([name, value]) => [name, Math.fround(value)]));
}

function vectorsOf(params: Parameters): Record<string, Float32Array> {
  return Object.fromEntries(
    Object.entries(params).filter((entry): entry is [string, Float32Array] => typeof entry[1] !== 'number'),
  );
}
