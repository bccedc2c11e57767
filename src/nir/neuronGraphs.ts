import type { NirArray, NirGraph, NirNode } from '../io/nir/nodes.js';
import { tauOf } from '../layers/alpha.js';
import type { LinearWeights } from '../layers/linear.js';
import { isAllToAll, type RecurrenceOptions } from '../layers/recurrence.js';
import { describeShape } from '../shape.js';
import { NEURONS } from './neuronNodes.js';
import { array, type Options, type Place, spread, timeConstant } from './place.js';

/** Neurons that NIR says with several nodes. */
export const GRAPHS: Readonly<Record<string, (options: Options, place: Place) => NirGraph>> = {
  rleaky: (options, place) => recurrent(NEURONS.leaky(options, place), options, place),
  rsynaptic: (options, place) => recurrent(NEURONS.synaptic(options, place), options, place),
  /** Two leaky integrators, their sum in units of tau, and a threshold. */
  alpha({ alpha, beta, threshold = 1, resetMechanism = 'zero' }, place) {
    if (resetMechanism !== 'none') {
      const rule = `NIR has no neuron whose spikes reset its currents: resetMechanism must be 'none'`;
      throw new TypeError(`${rule}, got '${resetMechanism}'`);
    }
    const decays = { alpha: spread('alpha', alpha, place).data, beta: spread('beta', beta, place).data };
    const tau = decays.alpha.map((a, i) => tauOf({ alpha: a, beta: decays.beta[i]! }));
    return graphOf(
      place,
      {
        exc: leaking('alpha', alpha, 1, place),
        inh: leaking('beta', beta, -1, place),
        sum: { type: 'Scale', scale: spread('tau', tau, place) },
        fires: { type: 'Threshold', threshold: spread('threshold', threshold, place) },
      },
      ['input', 'exc', 'sum', 'fires', 'output'],
      ['input', 'inh', 'sum'],
    );
  },
  /** The change of a leaky integrator in a step, compared with one threshold upwards and one downwards. */
  deltaLeaky({ beta, deltaThreshold = 1 }, place) {
    const above = (theta: unknown): NirNode => ({
      ...{ type: 'Threshold', threshold: spread('deltaThreshold', theta, place) },
    });
    const scaled = (factor: number): NirNode => ({ type: 'Scale', scale: spread('factor', factor, place) });
    return graphOf(
      place,
      {
        li: leaking('beta', beta, 1, place),
        before: { type: 'Delay', delay: spread('dt', place.dt, place) },
        lost: scaled(-1),
        change: scaled(1),
        fall: scaled(-1),
        up: above(deltaThreshold),
        down: above(deltaThreshold),
        // spikes up and down are summed: a threshold makes spikes of the sum again
        either: above(0.5),
      },
      ['input', 'li', 'change', 'up', 'either', 'output'],
      ['li', 'before', 'lost', 'change'],
      ['change', 'fall', 'down', 'either'],
    );
  },
};

/** The pair of snnTorch's own files: neurons, and what brings them their spikes a step later. */
function recurrent(lif: NirNode, options: RecurrenceOptions, place: Place): NirGraph {
  return graphOf(
    place,
    { lif, w_rec: feedback(options, place) },
    ['input', 'lif', 'output'],
    ['lif', 'w_rec', 'lif'],
  );
}

function feedback(options: RecurrenceOptions, place: Place): NirNode {
  if (!isAllToAll(options)) {
    const own = spread('V', options.V ?? 1, place);
    return place.shape.length === 1
      ? { type: 'Linear', weight: diagonal(own) }
      : { type: 'Scale', scale: own };
  }
  if (place.shape.length !== 1) {
    const rule = `NIR's matrices take a vector, put flatten() before it`;
    throw new RangeError(`${rule}, the layer has shape ${describeShape(place.shape)}`);
  }
  const { weight, bias } = options.recurrent as LinearWeights;
  return bias === undefined
    ? { type: 'Linear', weight: array(weight) }
    : { type: 'Affine', weight: array(weight), bias: array(bias) };
}

function diagonal({ data }: NirArray): NirArray {
  const size = data.length;
  const all = new Float32Array(size * size);
  data.forEach((value, i) => {
    all[i * size + i] = value;
  });
  return { shape: [size, size], data: all };
}

/** A leaky integrator that takes its input whole, times a sign. */
function leaking(name: string, decay: unknown, sign: 1 | -1, place: Place): NirNode {
  const { tau, gain } = timeConstant(name, decay, place);
  const r = gain.map((x) => sign * x);
  return {
    ...{ type: 'LI', tau: spread(name, tau, place), r: spread(name, r, place) },
    vLeak: spread(name, 0, place),
  };
}

/** A graph of paths between nodes of one shape. */
function graphOf(
  { shape }: Place,
  nodes: Readonly<Record<string, NirNode>>,
  ...paths: readonly string[][]
): NirGraph {
  return {
    type: 'NIRGraph',
    nodes: { input: { type: 'Input', shape }, ...nodes, output: { type: 'Output', shape } },
    edges: paths.flatMap((path) => path.slice(1).map((to, i) => [path[i]!, to] as const)),
  };
}
