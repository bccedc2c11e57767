import type { NirArray, NirLeaf } from '../io/nir/nodes.js';
import { avgPool2d } from '../layers/avgPool2d.js';
import { conv1d } from '../layers/conv1d.js';
import { conv2d } from '../layers/conv2d.js';
import { cubaLi } from '../layers/cubaLi.js';
import { cubaLif } from '../layers/cubaLif.js';
import { delay } from '../layers/delay.js';
import { flatten } from '../layers/flatten.js';
import { ifNeuron } from '../layers/ifNeuron.js';
import { integrator } from '../layers/integrator.js';
import type { LayerOperator } from '../layers/layer.js';
import { li } from '../layers/li.js';
import { lif } from '../layers/lif.js';
import { linear } from '../layers/linear.js';
import type { Semantics } from '../layers/nir/semantics.js';
import { scale } from '../layers/scale.js';
import { sumPool2d } from '../layers/sumPool2d.js';
import { threshold } from '../layers/threshold.js';
import { describeShape, sizeOf } from '../shape.js';

/** How a graph in continuous time becomes steps. */
export interface Discretisation {
  /** Duration of a step, in seconds. */
  readonly dt: number;
  readonly semantics: Semantics;
}

type LayerNode = Exclude<NirLeaf, { type: 'Input' | 'Output' }>;
type Make<Type> = (node: Extract<LayerNode, { type: Type }>, how: Handed) => LayerOperator;

/** For every neuron, whichever semantics it has: it refuses the others itself. */
interface Handed extends Discretisation {
  readonly semantics: never;
}

/** The layer of every node; neurons take the semantics, the others are the same in all. */
const LAYERS: { readonly [Type in LayerNode['type']]: Make<Type> } = {
  Affine: ({ weight, bias }) => linear({ weight: matrix(weight), bias: flat(bias) }),
  Linear: ({ weight }) => linear({ weight: matrix(weight) }),
  Scale: ({ scale: factor }) => scale(values(factor)),
  Conv1d: ({ weight, bias, stride, padding, dilation, groups }) =>
    conv1d({ weight, bias: flat(bias) }, { stride, padding, dilation, groups }),
  Conv2d: ({ weight, bias, stride, padding, dilation, groups }) =>
    conv2d({ weight, bias: flat(bias) }, { stride, padding, dilation, groups }),
  SumPool2d: ({ kernelSize, stride, padding }) => sumPool2d(kernelSize, { stride, padding }),
  AvgPool2d: ({ kernelSize, stride, padding }) => avgPool2d(kernelSize, { stride, padding }),
  Flatten: ({ startDim, endDim }) => flatten({ startDim, endDim }),
  Delay: ({ delay: seconds }, { dt }) => delay(values(mapped(seconds, (time) => Math.round(time / dt)))),
  Threshold: ({ threshold: theta }) => threshold(values(theta)),
  I: ({ r }, how) => integrator({ r: values(r), ...how }),
  IF: ({ r, vThreshold, vReset }, how) => ifNeuron({ ...valuesOf({ r, vThreshold, vReset }), ...how }),
  LI: ({ tau, r, vLeak }, how) => li({ ...valuesOf({ tau, r, vLeak }), ...how }),
  LIF: ({ tau, r, vLeak, vThreshold, vReset }, how) =>
    lif({ ...valuesOf({ tau, r, vLeak, vThreshold, vReset }), ...how }),
  CubaLI: ({ tauSyn, tauMem, r, vLeak, wIn }, how) =>
    cubaLi({ ...valuesOf({ tauSyn, tauMem, r, vLeak, wIn }), ...how }),
  CubaLIF: ({ tauSyn, tauMem, r, vLeak, wIn, vThreshold, vReset }, how) =>
    cubaLif({ ...valuesOf({ tauSyn, tauMem, r, vLeak, wIn, vThreshold, vReset }), ...how }),
};

/**
 * The layer that computes what a node says. Throws a `TypeError` or `RangeError` where the node has no such semantics, or
 * a parameter that they cannot have.
 */
export function layerFor(node: LayerNode, how: Discretisation): LayerOperator {
  return (LAYERS[node.type] as Make<LayerNode['type']>)(node as never, how as Handed);
}

/** One number for all neurons, or one for each in the order of the layer's shape. */
function values({ data }: NirArray): number | Float32Array {
  return data.length === 1 ? data[0]! : data;
}

function valuesOf<Name extends string>(arrays: Readonly<Record<Name, NirArray>>) {
  const entries = Object.entries<NirArray>(arrays).map(([name, array]) => [name, values(array)]);
  return Object.fromEntries(entries) as Record<Name, number | Float32Array>;
}

function mapped({ shape, data }: NirArray, change: (value: number) => number): NirArray {
  return { shape, data: data.map(change) };
}

/** NIR allows weights for each of further dimensions; here there is one matrix. */
function matrix({ shape, data }: NirArray): NirArray {
  if (shape.length < 2 || sizeOf(shape.slice(0, -2)) !== 1) {
    throw new RangeError(`weight must be [outputs, inputs], got shape ${describeShape(shape)}`);
  }
  return { shape: shape.slice(-2), data };
}

function flat({ data }: NirArray): NirArray {
  return { shape: [data.length], data };
}
