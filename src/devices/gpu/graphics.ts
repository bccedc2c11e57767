import { layoutOf, type Shape } from '../../shape.js';
import { longest } from '../delayLine.js';
import type { DenseWeights, Operation } from '../device.js';
import { type Convolution, cellsOf } from '../windows.js';
import { columns } from './columns.js';
import type { GpuDevice } from './device.js';
import type { KernelPlan } from './kernel.js';
import type { Kind } from './kind.js';
import { operation, type Sizes } from './operation.js';
import { denseSource } from './source.js';
import { convSource, delaySource, poolSource } from './windowSource.js';

/** On a graphics context: one thread an output, for as many steps as a block has. */
export const graphics: Kind = {
  graphics: true,
  float64: false,
  dense,
  conv,
  delay,
  poolSource: (pooling) => poolSource(pooling, (expression) => expression),
};

function dense(device: GpuDevice, weights: DenseWeights, sizes: Sizes): Operation {
  const { inputs, outputs } = weights;
  const { weight, bias } = columns(weights, outputs);
  const plan = (steps: number): KernelPlan => ({
    source: denseSource(weights),
    constants: { bias },
    threads: [outputs, sizes.shape[0]!, steps],
  });
  // kernels for blocks of different lengths share the weights
  return operation(device, sizes, plan, { resident: () => device.upload(weight, [outputs, inputs, 1]) });
}

function conv(device: GpuDevice, convolution: Convolution, sizes: Sizes): Operation {
  const { outputs, weight } = convolution;
  const bias = convolution.bias ?? new Float32Array(outputs);
  const plan = (steps: number): KernelPlan => ({
    source: convSource(convolution),
    constants: { bias },
    threads: [outputs * cellsOf(convolution), sizes.shape[0]!, steps],
  });
  return operation(device, sizes, plan, {
    resident: () => device.upload(weight, [weight.length / outputs, outputs, 1]),
  });
}

/** The result holds the inputs that later steps need behind those of the block. */
function delay(device: GpuDevice, delays: number | Int32Array, shape: Shape, block: number): Operation {
  const { batch, features } = layoutOf(shape);
  const most = longest(delays);
  const constants: KernelPlan['constants'] =
    typeof delays === 'number' ? {} : { delays: Float32Array.from(delays) };
  const plan = (steps: number): KernelPlan => ({
    source: delaySource(delays, most, steps),
    constants,
    threads: [features, batch, steps + most],
  });
  const silence = new Float32Array(most * batch * features);
  return operation(device, { input: shape, shape, outputs: 1, block }, plan, {
    resident: () => device.upload(silence, [features, batch, most]),
    carries: true,
  });
}
