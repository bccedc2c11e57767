import type { Shape } from '../../shape.js';
import { numbersOf } from '../blockInput.js';
import type { DenseWeights, Operation } from '../device.js';
import { lazily } from '../lazy.js';
import type { GpuDevice } from './device.js';
import type { KernelPlan } from './kernel.js';
import { isGraphics } from './modes.js';
import { operation, stepRuns } from './operation.js';
import { denseSource, wideDenseSource } from './source.js';
import { spikeTiles } from './spikeTiles.js';

/**
 * cur = weight . x + bias. On a graphics device one thread an output, for as many steps as a block has; on the host's
 * processor one thread four outputs, step by step, and in WebAssembly blocks of spikes in tiles.
 */
export function dense(device: GpuDevice, weights: DenseWeights, batch: number, block: number): Operation {
  const shape: Shape = [batch, weights.outputs];
  const sizes = { input: [batch, weights.inputs], shape, outputs: 1, block };
  if (isGraphics(device.name)) return onGraphics(device, weights, sizes);
  const steps = stepByStep(device, weights, sizes);
  const tiles = device.name === 'webasm' && batch * block > 1 ? spikeTiles(device, weights) : undefined;
  device.made();
  return lazily(
    {
      run(count, inputs, state) {
        const rows = numbersOf(inputs[0]!, batch * weights.inputs, count);
        return tiles?.run(rows) ?? steps.run(count, inputs, state);
      },
      free() {
        tiles?.free();
        steps.free();
      },
    },
    { device, ...sizes },
  );
}

type Sizes = Parameters<typeof operation>[1];

function onGraphics(device: GpuDevice, weights: DenseWeights, sizes: Sizes): Operation {
  const { inputs, outputs } = weights;
  const { weight, bias } = transposed(weights, outputs);
  const plan = (steps: number): KernelPlan => ({
    source: denseSource(weights),
    constants: { bias },
    threads: [outputs, sizes.shape[0]!, steps],
  });
  // kernels for blocks of different lengths share the weights
  return operation(device, sizes, plan, { resident: () => device.upload(weight, [outputs, inputs, 1]) });
}

function stepByStep(device: GpuDevice, weights: DenseWeights, sizes: Sizes) {
  const { outputs } = weights;
  const batch = sizes.shape[0]!;
  const stride = Math.ceil(outputs / 4) * 4;
  // JavaScript computes in float64, so `cpu` rounds after each operation
  const round =
    device.name === 'cpu' ? (expression: string) => `Math.fround(${expression})` : (e: string) => e;
  const plan = (): KernelPlan => ({
    source: wideDenseSource(weights, round),
    constants: widened(weights, stride),
    threads: [stride / 4, batch, 1],
  });
  const tidy =
    stride === outputs ? undefined : (padded: Float32Array) => cropRows(padded, stride, outputs, batch);
  return stepRuns(device, sizes, plan, { tidy });
}

function widened(weights: DenseWeights, stride: number): KernelPlan['constants'] {
  const { weight, bias } = transposed(weights, stride);
  return { weight: { numbers: weight, width: stride }, bias };
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
