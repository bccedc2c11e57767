import { layoutOf, type Shape } from '../../shape.js';
import { numbersOf } from '../blockInput.js';
import { DelayLine, longest } from '../delayLine.js';
import type { Operation } from '../device.js';
import { type BlockOperation, lazily } from '../lazy.js';
import { HostMemory } from '../memory.js';
import { type Convolution, cellsOf, inputsOf, laneGroup, type Pooling } from '../windows.js';
import type { GpuDevice } from './device.js';
import type { KernelPlan } from './kernel.js';
import { type Lanes, listedConv } from './listedConv.js';
import { isGraphics } from './modes.js';
import { operation } from './operation.js';
import { placedPoolSource } from './placedPool.js';
import { convSource, delaySource, poolSource, type Round, wideConvSource } from './windowSource.js';

/** JavaScript computes in float64, so `cpu` rounds after each operation. */
const roundingOf = ({ name }: GpuDevice): Round =>
  name === 'cpu' ? (expression) => `Math.fround(${expression})` : (expression) => expression;

/**
 * A convolution. On a graphics device one thread per output, for as many steps as a block has; in WebAssembly one
 * thread per output, from lists of the inputs that fired; else one thread per four outputs, step by step.
 */
export function conv(device: GpuDevice, convolution: Convolution, batch: number, block: number): Operation {
  const { outputs, weight, features } = convolution;
  const shape: Shape = [batch, ...features];
  const sizes = { input: [batch, inputsOf(convolution)], shape, outputs: 1 };
  const cells = cellsOf(convolution);
  if (isGraphics(device.name)) {
    const bias = convolution.bias ?? new Float32Array(outputs);
    const plan = (steps: number): KernelPlan => ({
      source: convSource(convolution),
      constants: { bias },
      threads: [outputs * cells, batch, steps],
    });
    return operation(device, { ...sizes, block }, plan, {
      resident: () => device.upload(weight, [weight.length / outputs, outputs, 1]),
    });
  }
  const constants = inLanes(convolution);
  if (device.name === 'webasm') {
    device.made();
    return lazily(listedConv(device, convolution, constants, batch), { device, shape, outputs: 1, block });
  }
  const plan = (): KernelPlan => ({
    source: wideConvSource(convolution),
    constants,
    threads: [(constants.bias.length / 4) * cells, batch, 1],
  });
  return operation(device, { ...sizes, block }, plan, {
    tidy: (numbers) => outOfLanes(convolution, numbers, batch),
  });
}

/** The sum or the largest of each window, one thread per window. */
export function pool(device: GpuDevice, pooling: Pooling, batch: number, block: number): Operation {
  const shape: Shape = [batch, ...pooling.features];
  const { features } = layoutOf(shape);
  const sizes = { input: [batch, inputsOf(pooling)], shape, outputs: 1 };
  return operation(device, { ...sizes, block }, (steps) => ({
    source: device.name === 'webasm' ? placedPoolSource(pooling) : poolSource(pooling, roundingOf(device)),
    constants: {},
    threads: [features, batch, steps],
  }));
}

/** A delay: on a graphics device the result holds the inputs that later steps need behind those of the block. */
export function delay(
  device: GpuDevice,
  delays: number | Int32Array,
  shape: Shape,
  block: number,
): Operation {
  const layout = layoutOf(shape);
  const { batch, features } = layout;
  if (!isGraphics(device.name)) {
    device.made();
    const line = new DelayLine(delays, layout);
    const run: BlockOperation['run'] = (steps, [input]) => {
      const x = numbersOf(input!, batch * features, steps);
      const y = new Float32Array(x.length);
      line.run(x, y);
      return new HostMemory(y);
    };
    return lazily({ run, free: () => device.freed() }, { device, shape, outputs: 1, block });
  }
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

/** Weights as [taps, groups, lanes] and biases as [groups, lanes], each group padded with zeros to whole vectors. */
function inLanes(convolution: Convolution): Lanes {
  const { outputs, groups, weight, bias } = convolution;
  const [own, width] = [outputs / groups, laneGroup(convolution)];
  const taps = weight.length / outputs;
  const padded = { weight: new Float32Array(taps * groups * width), bias: new Float32Array(groups * width) };
  for (let o = 0; o < outputs; o++) {
    const lane = Math.floor(o / own) * width + (o % own);
    padded.bias[lane] = bias?.[o] ?? 0;
    for (let tap = 0; tap < taps; tap++) padded.weight[tap * groups * width + lane] = weight[o * taps + tap]!;
  }
  return padded;
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
