import { Observable } from 'rxjs';
import { show } from '../check.js';
import type { NirArray, NirLeaf, Pair } from '../io/nir/nodes.js';
import type { LayerDefinition } from '../layers/layer.js';
import { perNeuron } from '../layers/values.js';
import { describeShape, type Shape, sizeOf } from '../shape.js';
import { fromLike, type TensorLike } from '../tensor.js';

/** Where a layer stands: the shape of one sample that comes in, and the duration of a step in seconds. */
export interface Place {
  readonly shape: Shape;
  readonly dt: number;
}

type Options = Readonly<Record<string, unknown>>;
type Write = (options: Options, place: Place) => NirLeaf;

/** The node of each layer that NIR has one for. */
const NODES: Readonly<Record<string, Write>> = {
  linear: ({ weight, bias }) =>
    bias === undefined
      ? { type: 'Linear', weight: array(weight) }
      : { type: 'Affine', weight: array(weight), bias: array(bias) },
  scale: ({ factor }, place) => ({ type: 'Scale', scale: spread('factor', factor, place) }),
  conv1d: ({ weight, bias, stride = 1, padding = 0, dilation = 1, groups = 1 }, { shape }) => ({
    ...{ type: 'Conv1d', inputShape: shape[1]!, weight: array(weight), bias: biasOf(bias, weight) },
    ...{ stride: single(stride), dilation: single(dilation), groups: groups as number },
    padding: typeof padding === 'string' ? (padding as 'same') : single(padding),
  }),
  conv2d: ({ weight, bias, stride = 1, padding = 0, dilation = 1, groups = 1 }, { shape }) => ({
    ...{
      type: 'Conv2d',
      inputShape: [shape[1]!, shape[2]!],
      weight: array(weight),
      bias: biasOf(bias, weight),
    },
    ...{ stride: pair(stride), dilation: pair(dilation), groups: groups as number },
    padding: typeof padding === 'string' ? (padding as 'same') : pair(padding),
  }),
  sumPool2d: (options) => ({ type: 'SumPool2d', ...windows(options) }),
  avgPool2d: (options) => ({ type: 'AvgPool2d', ...windows(options) }),
  flatten: ({ startDim, endDim }, { shape }) => ({
    ...{ type: 'Flatten', startDim: startDim as number, endDim: endDim as number, inputType: shape },
  }),
  delay: ({ steps }, place) => {
    const { shape, data } = spread('steps', steps, place);
    return { type: 'Delay', delay: { shape, data: data.map((n) => n * place.dt) } };
  },
  threshold: ({ theta }, place) => ({ type: 'Threshold', threshold: spread('theta', theta, place) }),
  integrator: ({ r = 1 }, place) => ({ type: 'I', ...spreadAll({ r }, place) }),
  ifNeuron: ({ r = 1, ...firing }, place) => ({ type: 'IF', ...spreadAll({ r, ...fires(firing) }, place) }),
  li: (options, place) => ({ type: 'LI', ...spreadAll(leaks(options), place) }),
  lif: (options, place) => ({ type: 'LIF', ...spreadAll({ ...leaks(options), ...fires(options) }, place) }),
  cubaLi: (options, place) => ({ type: 'CubaLI', ...spreadAll(synapse(options), place) }),
  cubaLif: (options, place) => ({
    ...{ type: 'CubaLIF', ...spreadAll({ ...synapse(options), ...fires(options) }, place) },
  }),
  leaky: ({ beta, threshold = 1 }, place) => {
    const { tau, gain } = timeConstant('beta', beta, place);
    return { type: 'LIF', ...spreadAll({ tau, r: gain, vLeak: 0, vThreshold: threshold, vReset: 0 }, place) };
  },
  synaptic: ({ alpha, beta, threshold = 1 }, place) => {
    const [syn, mem] = [timeConstant('alpha', alpha, place), timeConstant('beta', beta, place)];
    const times = { tauSyn: syn.tau, tauMem: mem.tau, r: mem.gain, wIn: syn.gain };
    return { type: 'CubaLIF', ...spreadAll({ ...times, vLeak: 0, vThreshold: threshold, vReset: 0 }, place) };
  },
};

/** The node that says what a layer computes. Throws where it has none, or a setting varies. */
export function nodeFor(layer: LayerDefinition, place: Place): NirLeaf {
  if (!Object.hasOwn(NODES, layer.name) || !layer.options) {
    throw new TypeError(
      `NIR has no ${layer.name}, only ${Object.keys(NODES).join(', ')} and networks of them`,
    );
  }
  return NODES[layer.name]!(layer.options, place);
}

const fires = ({ vThreshold = 1, vReset = 0 }: Options) => ({ vThreshold, vReset });
const leaks = ({ tau, r = 1, vLeak = 0 }: Options) => ({ tau, r, vLeak });
const synapse = ({ tauSyn, tauMem, r = 1, vLeak = 0, wIn = 1 }: Options) => ({
  tauSyn,
  tauMem,
  r,
  vLeak,
  wIn,
});

function windows({ kernel, stride, padding }: Options) {
  return { kernelSize: pair(kernel), stride: pair(stride), padding: pair(padding) };
}

/**
 * The time constant whose Euler steps multiply by `decay`, and the gain that gives an input its whole weight; computed in
 * float64 from a single number.
 */
function timeConstant(name: string, decay: unknown, place: Place) {
  const { data } = spread(name, decay, place);
  if (data.includes(1)) throw new RangeError(`a ${name} of 1 has no time constant, use ifNeuron`);
  const left = typeof decay === 'number' ? new Array<number>(data.length).fill(decay) : [...data];
  return { tau: left.map((x) => place.dt / (1 - x)), gain: left.map((x) => 1 / (1 - x)) };
}

function array(value: unknown): NirArray {
  const { shape, data } = fromLike(value as TensorLike, 'writeNir');
  return { shape, data };
}

/** NIR's convolutions have a bias always. */
function biasOf(bias: unknown, weight: unknown): NirArray {
  if (bias !== undefined) return array(bias);
  const [outputs] = array(weight).shape;
  return { shape: [outputs!], data: new Float32Array(outputs!) };
}

function pair(value: unknown): Pair {
  return typeof value === 'number' ? [value, value] : (value as Pair);
}

function single(value: unknown): number {
  return typeof value === 'number' ? value : (value as readonly number[])[0]!;
}

/** A setting as one number for each neuron of the layer. */
function spread(name: string, value: unknown, { shape }: Place): NirArray {
  if (value instanceof Observable) throw new TypeError(`${name} varies, NIR has constants only`);
  if (value === undefined || value === null)
    throw new TypeError(`${name} must be numbers, got ${show(value)}`);
  const { data } = fromLike(value as TensorLike, name);
  if (data.length === 1) return { shape, data: new Float32Array(sizeOf(shape)).fill(data[0]!) };
  if (data.length === sizeOf(shape)) return { shape, data: Float32Array.from(data) };
  try {
    return { shape, data: perNeuron(name, data, [1, ...shape]) };
  } catch {
    throw new RangeError(`${name} has ${data.length} values, the layer has shape ${describeShape(shape)}`);
  }
}

function spreadAll<Name extends string>(
  values: Readonly<Record<Name, unknown>>,
  place: Place,
): Record<Name, NirArray> {
  const entries = Object.entries(values).map(([name, value]) => [name, spread(name, value, place)]);
  return Object.fromEntries(entries);
}
