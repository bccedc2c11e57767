import type { DenseWeights, Operation } from '../device.js';
import { type Convolution, cellsOf, laneGroup } from '../windows.js';
import { columns } from './columns.js';
import { cropped } from './cropped.js';
import type { GpuDevice } from './device.js';
import { hostDelay } from './hostDelay.js';
import type { KernelPlan } from './kernel.js';
import type { Kind } from './kind.js';
import { inLanes } from './lanes.js';
import { operation, type Sizes } from './operation.js';
import { wideDenseSource } from './source.js';
import { poolSource, wideConvSource } from './windowSource.js';

/** In plain JavaScript: one thread four outputs, step by step. */
export const cpu: Kind = {
  graphics: false,
  float64: true,
  dense,
  conv,
  delay: hostDelay,
  poolSource: (pooling) => poolSource(pooling, (expression) => `Math.fround(${expression})`),
  // inside a vm (a test runner's, say) each look-up of a global costs more than the arithmetic
  preamble: 'const Math = globalThis.Math;',
};

function dense(device: GpuDevice, weights: DenseWeights, sizes: Sizes): Operation {
  const stride = Math.ceil(weights.outputs / 4) * 4;
  const plan = (): KernelPlan => {
    const { weight, bias } = columns(weights, stride);
    return {
      source: wideDenseSource(weights),
      constants: { weight: { numbers: weight, width: stride }, bias },
      threads: [stride / 4, sizes.shape[0]!, 1],
    };
  };
  return operation(device, sizes, plan, { tidy: cropped(stride, sizes.shape) });
}

function conv(device: GpuDevice, convolution: Convolution, sizes: Sizes): Operation {
  const batch = sizes.shape[0]!;
  const constants = inLanes(convolution);
  const plan = (): KernelPlan => ({
    source: wideConvSource(convolution),
    constants,
    threads: [(constants.bias.length / 4) * cellsOf(convolution), batch, 1],
  });
  return operation(device, sizes, plan, { tidy: (numbers) => outOfLanes(convolution, numbers, batch) });
}

/** Results that came out as [batch, groups, vectors, cells, 4], in the order of the tensor. */
function outOfLanes(convolution: Convolution, numbers: Float32Array, batch: number): Float32Array {
  const { outputs, groups } = convolution;
  const [own, width, cells] = [outputs / groups, laneGroup(convolution), cellsOf(convolution)];
  const result = new Float32Array(batch * outputs * cells);
  let to = 0;
  for (let sample = 0; sample < batch; sample++) {
    for (let o = 0; o < outputs; o++) {
      const lane = Math.floor(o / own) * width + (o % own);
      let from = (sample * groups * width + lane - (lane % 4)) * cells + (lane % 4);
      for (let cell = 0; cell < cells; cell++, from += 4) result[to++] = numbers[from]!;
    }
  }
  return result;
}
