import type { NirArray, NirNode, Pair } from '../io/nir/nodes.js';
import type { LayerDefinition } from '../layers/layer.js';
import { GRAPHS } from './neuronGraphs.js';
import { NEURONS } from './neuronNodes.js';
import { array, type Options, type Place, spread, spreadAll } from './place.js';

type Write = (options: Options, place: Place) => NirNode;

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
  ...NEURONS,
};

/**
 * The node that says what a layer computes, a graph where it takes several. Throws where
 * there is none, or a setting varies.
 */
export function nodeFor(layer: LayerDefinition, place: Place): NirNode {
  const known: Readonly<Record<string, Write>> = { ...NODES, ...GRAPHS };
  if (!Object.hasOwn(known, layer.name) || !layer.options) {
    throw new TypeError(
      `NIR has no ${layer.name}, only ${Object.keys(known).join(', ')} and networks of them`,
    );
  }
  return known[layer.name]!(layer.options, place);
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

/** NIR's convolutions always have a bias. */
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
