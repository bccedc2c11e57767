import { layoutOf, type Shape } from '../../shape.js';
import type { Operation } from '../device.js';
import type { NeuronModel, Parameter } from '../model.js';
import { inputsOf, type Pooling } from '../windows.js';
import type { GpuDevice } from './device.js';
import { operation } from './operation.js';
import { type Constant, neuronBlockSource, neuronSource, type VectorText, winnerSource } from './source.js';

/** One step of a model for all neurons; its outputs lie behind each other in one result, the state among them. */
export function neuron(device: GpuDevice, model: NeuronModel, shape: Shape, block: number): Operation {
  const { batch, features } = layoutOf(shape);
  const outputs = model.outputs.length;
  const state = model.state.map((name) => model.outputs.indexOf(name));
  const { graphics, float64 } = device.kind;
  const { constants, vector } = (graphics ? packed : apart)(model.params, features);
  return operation(device, { input: shape, shape, outputs, state, block }, (steps) => ({
    source: steps === 1 ? neuronSource(model, vector, float64) : neuronBlockSource(model, vector, steps),
    constants,
    threads: [features, batch, outputs * steps],
  }));
}

/** The sum or the largest of each window, one thread each. */
export function pool(device: GpuDevice, pooling: Pooling, batch: number, block: number): Operation {
  const shape: Shape = [batch, ...pooling.features];
  const sizes = { input: [batch, inputsOf(pooling)], shape, outputs: 1, block };
  return operation(device, sizes, (steps) => ({
    source: device.kind.poolSource(pooling),
    constants: {},
    threads: [layoutOf(shape).features, batch, steps],
  }));
}

/** 1 at the first largest value of each sample. */
export function winner(device: GpuDevice, shape: Shape, block: number): Operation {
  const { batch, features } = layoutOf(shape);
  const sizes = { input: shape, shape, outputs: 1, block };
  return operation(device, sizes, (steps) => ({
    source: winnerSource(features),
    constants: {},
    threads: [features, batch, steps],
  }));
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
