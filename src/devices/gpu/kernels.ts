import { layoutOf } from '../../shape.js';
import type { Shape } from '../../tensor.js';
import type { DenseWeights, Operation } from '../device.js';
import type { NeuronModel, Parameter } from '../model.js';
import type { GpuDevice } from './device.js';
import { isGraphics } from './modes.js';
import { operation } from './operation.js';
import { type Constant, denseSource, neuronSource, wideDenseSource, winnerSource } from './source.js';

/** cur = weight . x + bias. Graphics modes run one thread an output, the others one thread four. */
export function dense(device: GpuDevice, weights: DenseWeights, batch: number): Operation {
  const shape: Shape = [batch, weights.outputs];
  return isGraphics(device.name) ? narrowDense(device, weights, shape) : wideDense(device, weights, shape);
}

function narrowDense(device: GpuDevice, weights: DenseWeights, shape: Shape): Operation {
  const { outputs } = weights;
  const { weight, bias } = transposed(weights, outputs);
  return operation({
    device,
    shape,
    planes: 1,
    plan: ([plane = 0]) => ({
      source: denseSource(weights, plane),
      constants: { weight: { data: weight, columns: outputs }, bias },
      threads: [outputs, shape[0] ?? 1, 1],
    }),
  });
}

function wideDense(device: GpuDevice, weights: DenseWeights, shape: Shape): Operation {
  const { outputs } = weights;
  const batch = shape[0] ?? 1;
  const stride = Math.ceil(outputs / 4) * 4;
  // JavaScript computes in float64, so `cpu` rounds after each operation
  const round =
    device.name === 'cpu' ? (expression: string) => `Math.fround(${expression})` : (e: string) => e;
  return operation({
    device,
    shape,
    planes: 1,
    plan: () => ({
      source: wideDenseSource(weights, stride, round),
      constants: { ...transposed(weights, stride) },
      threads: [stride / 4, batch, 1],
    }),
    tidy: (padded) => (stride === outputs ? padded : cropRows(padded, stride, outputs, batch)),
  });
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

/** One step of a model for all neurons: the outputs are the planes of one result, the state among them. */
export function neuron(device: GpuDevice, model: NeuronModel, shape: Shape): Operation {
  const { batch, features } = layoutOf(shape);
  const planes = model.outputs.length;
  return operation({
    device,
    shape,
    planes,
    statePlanes: model.state.map((name) => model.outputs.indexOf(name)),
    plan: (argumentPlanes) => ({
      source: neuronSource(model, argumentPlanes, device.name === 'cpu'),
      constants: constantsOf(model.params),
      threads: [features, batch, planes],
    }),
  });
}

function constantsOf(params: Readonly<Record<string, Parameter>>): Record<string, Constant> {
  const rounded = ([name, value]: [string, Parameter]) => [
    name,
    typeof value === 'number' ? Math.fround(value) : value,
  ];
  return Object.fromEntries(Object.entries(params).map(rounded as never));
}

/** 1 at the first largest value of each sample. */
export function winner(device: GpuDevice, shape: Shape): Operation {
  const layout = layoutOf(shape);
  return operation({
    device,
    shape,
    planes: 1,
    plan: ([plane = 0]) => ({
      source: winnerSource(layout, plane),
      constants: {},
      threads: [layout.features, layout.batch, 1],
    }),
  });
}
