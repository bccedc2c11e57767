import { oneOf, whole } from '../check.js';
import { optionsOf } from '../options.js';
import { describeShape, type Shape, sizeOf } from '../shape.js';
import { axesOf, type Padding, type Reach, sizes } from './axes.js';
import { CONV_FORM, Conv, type ConvWeights } from './conv.js';
import type { LayerOperator } from './layer.js';
import { operationLayer } from './operationLayer.js';
import { connection } from './weights.js';

export interface ConvolveOptions {
  readonly stride?: number | Shape;
  readonly padding?: Padding<number | Shape>;
  readonly dilation?: number | Shape;
  readonly groups?: number;
}

/** What `conv1d` and `conv2d` share: a convolution along so many axes. */
export function convolve(
  name: string,
  axes: number,
  weights: Conv | ConvWeights,
  options: ConvolveOptions = {},
): LayerOperator {
  optionsOf(name, options, ['stride', 'padding', 'dilation', 'groups']);
  const { weight, bias } = weightsOf(name, weights);
  const [outputs, inputs, ...kernel] = weight.shape as readonly [number, number, ...number[]];
  if (kernel.length !== axes) {
    const form = axes === 1 ? '[outputs, inputs, n]' : '[outputs, inputs, rows, columns]';
    throw new RangeError(`${name}: weight must be ${form}, got shape ${describeShape(weight.shape)}`);
  }
  const groups = whole(`${name}: groups`, options.groups ?? 1, { min: 1 });
  if (outputs % groups !== 0) {
    throw new RangeError(`${name}: groups must divide the outputs, got ${groups} groups, ${outputs} outputs`);
  }
  const reaches = reachesOf(name, kernel, options);
  const windowsOf = (shape: Shape) => {
    const windows = axesOf(name, reaches, shape);
    if (windows.channels === inputs * groups) return windows;
    const size = `${inputs * groups} channel${inputs * groups === 1 ? '' : 's'}`;
    throw new RangeError(
      `${name}: input has shape ${describeShape(shape.slice(1))}, the weights take ${size}`,
    );
  };
  const definition = {
    name,
    options: { ...options, weight, bias },
    parameters: weight.data.length + (bias?.data.length ?? 0),
    outputShape: (shape: Shape) => [shape[0]!, outputs, ...windowsOf(shape).cells],
    synapses: (shape: Shape) => weight.data.length * sizeOf(windowsOf(shape).cells),
  };
  return operationLayer(definition, ({ device, shape, block }) => {
    const { cells, ...windows } = windowsOf(shape);
    const numbers = { weight: weight.data, bias: bias?.data };
    const convolution = { ...windows, features: [outputs, ...cells], outputs, groups, ...numbers };
    return device.conv(convolution, shape[0]!, block);
  });
}

function weightsOf(name: string, weights: Conv | ConvWeights) {
  if (weights instanceof Conv) return weights;
  if (typeof weights !== 'object' || weights === null || !('weight' in weights)) {
    throw new TypeError(`${name}: takes a Conv or { weight, bias }`);
  }
  return connection(name, weights, CONV_FORM);
}

function reachesOf(name: string, kernel: Shape, options: ConvolveOptions): Reach[] {
  const { stride = 1, padding = 0, dilation = 1 } = options;
  const axes = kernel.length;
  const strides = sizes(`${name}: stride`, stride, axes, 1);
  const dilations = sizes(`${name}: dilation`, dilation, axes, 1);
  if (typeof padding === 'string') oneOf(`${name}: padding`, ['same', 'valid'], padding);
  if (padding === 'same' && strides.some((step) => step !== 1)) {
    throw new RangeError(`${name}: padding 'same' takes stride 1, got ${strides.join(', ')}`);
  }
  const zeros = typeof padding === 'string' ? undefined : sizes(`${name}: padding`, padding, axes, 0);
  return kernel.map((taps, i) => {
    const [stride, dilation] = [strides[i]!, dilations[i]!];
    const all = padding === 'same' ? dilation * (taps - 1) : 0;
    const before = zeros?.[i] ?? Math.floor(all / 2);
    return { kernel: taps, stride, dilation, before, after: zeros?.[i] ?? all - before };
  });
}
