import type { Shape } from '../../shape.js';
import { type BlockInput, numbersOf } from '../blockInput.js';
import type { DenseWeights, Operation } from '../device.js';
import { lazily } from '../lazy.js';
import type { GpuDevice } from './device.js';
import type { KernelPlan } from './kernel.js';
import { listed, listedDense, listSize, strideOf } from './listed.js';
import { isGraphics } from './modes.js';
import { operation, stepRuns } from './operation.js';
import { denseSource, wideDenseSource } from './source.js';
import { spikeTiles } from './spikeTiles.js';

/**
 * cur = weight . x + bias. On a graphics device one thread per output, for as many steps as a block has; on the
 * host's processor one thread per four outputs, step by step. In WebAssembly steps are lists of the inputs that
 * fired, and blocks of spikes are tiles.
 */
export function dense(device: GpuDevice, weights: DenseWeights, batch: number, block: number): Operation {
  const shape: Shape = [batch, weights.outputs];
  const sizes = { input: [batch, weights.inputs], shape, outputs: 1, block };
  if (isGraphics(device.name)) return onGraphics(device, weights, sizes);
  const steps = device.name === 'webasm' ? inLists(device, weights, sizes) : onCpu(device, weights, sizes);
  const tiles = device.name === 'webasm' && batch * block > 1 ? spikeTiles(device, weights) : undefined;
  device.made();
  return lazily(
    {
      run(count, inputs, state) {
        const rows = numbersOf(inputs[0]!, batch * weights.inputs, count);
        return tiles?.run(rows) ?? steps.run(count, rows, state);
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

function onCpu(device: GpuDevice, weights: DenseWeights, sizes: Sizes) {
  const stride = Math.ceil(weights.outputs / 4) * 4;
  const plan = (): KernelPlan => ({
    source: wideDenseSource(weights),
    constants: widened(weights, stride),
    threads: [stride / 4, sizes.shape[0]!, 1],
  });
  return stepByStep(device, sizes, plan, stride);
}

function inLists(device: GpuDevice, weights: DenseWeights, sizes: Sizes) {
  const { inputs } = weights;
  const batch = sizes.shape[0]!;
  const plan = () => listedDense(weights, batch);
  const input = [batch, listSize(inputs)];
  return stepByStep(device, { ...sizes, input }, plan, strideOf(weights), (x) => listed(x, inputs));
}

/** One launch per step, of a kernel whose results are [batch, stride]. `prepare` makes its argument of the inputs. */
function stepByStep(
  device: GpuDevice,
  sizes: Sizes,
  plan: () => KernelPlan,
  stride: number,
  prepare = (x: Float32Array) => x,
) {
  const [batch, outputs] = sizes.shape as [number, number];
  const tidy =
    stride === outputs ? undefined : (padded: Float32Array) => cropRows(padded, stride, outputs, batch);
  const { run, free } = stepRuns(device, sizes, plan, { tidy });
  return {
    run: (count: number, x: Float32Array, state: readonly BlockInput[]) =>
      run(count, [{ numbers: prepare(x) }], state),
    free,
  };
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
