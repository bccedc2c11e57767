import { show } from '../check.js';
import type { ConvWeights } from '../layers/conv.js';
import { type Conv1dOptions, conv1d } from '../layers/conv1d.js';
import { type Conv2dOptions, conv2d } from '../layers/conv2d.js';
import { type LayerDefinition, type LayerOperator, layer as operatorOf } from '../layers/layer.js';
import { leaky } from '../layers/leaky.js';
import { linear } from '../layers/linear.js';
import { hint } from '../nearest.js';
import { optionsOf } from '../options.js';
import { describeShape, type Shape, sameShape } from '../shape.js';
import { fromLike, type TensorLike } from '../tensor.js';
import type { Edge } from './edges.js';
import { type Graph, isNetwork, type Port } from './graph.js';
import { input, type Marker, output } from './markers.js';
import { type NetworkOperator, network } from './network.js';
import { atNode } from './shapes.js';

/** Tensors of a file by name, as `readSafetensors` and `readNpz` give them. */
export type NamedTensors = Readonly<
  Record<string, { readonly shape: Shape; readonly data: ArrayLike<number> }>
>;

export interface LoadWeightsOptions {
  /** Whether every tensor must have its place, and every layer with weights get them. Default true. */
  readonly strict?: boolean;
  /** The node of each name in the file, where they differ: `{ 'net.0': 'fc1' }`. */
  readonly nodes?: Readonly<Record<string, string>>;
}

/** Layers that tensors go into, with what a file may call their options. */
const LAYERS: Readonly<
  Record<string, { readonly make: (options: never) => LayerOperator; readonly takes: readonly string[] }>
> = {
  linear: { make: linear, takes: ['weight', 'bias'] },
  conv1d: {
    make: ({ weight, bias, ...options }: ConvWeights & Conv1dOptions) => conv1d({ weight, bias }, options),
    takes: ['weight', 'bias'],
  },
  conv2d: {
    make: ({ weight, bias, ...options }: ConvWeights & Conv2dOptions) => conv2d({ weight, bias }, options),
    takes: ['weight', 'bias'],
  },
  leaky: { make: leaky, takes: ['beta', 'threshold', 'gradedSpikesFactor'] },
};

/** What snnTorch saves beside, and a network has in its options. */
const IGNORED = ['reset_mechanism_val'];

/**
 * The network with the numbers of a file in place of its own: the tensor `fc1.weight` becomes the weights of the node `fc1`,
 * `lif1.beta` the beta of `lif1` (and `graded_spikes_factor` `gradedSpikesFactor`), as PyTorch and snnTorch name them; those
 * of a nested network's nodes as in `sub.fc1.weight`. The network that is given stays as it is.
 *
 * Throws an `Error` for a tensor whose node or option is not there and for a layer whose weights the file does not have
 * (unless `strict` is false), and, with both shapes, for weights of another shape:
 * `loadWeights: fc1.weight has shape [10, 784], the layer takes [1000, 784]`.
 *
 * @example
 * const nodes = { fc1: linear(Linear.init(784, 20)), lif1: leaky({ beta: 0.9 }) };
 * const net = network({ nodes, edges: [['input', 'fc1', 'lif1', 'output']] });
 * const tensors = { 'fc1.weight': fc1.weight, 'fc1.bias': fc1.bias, 'lif1.beta': tensor(0.95) }; // or of readSafetensors
 * rate(digit, { steps: 10 }).pipe(loadWeights(net, tensors), record());
 */
export function loadWeights<Net extends NetworkOperator>(
  net: Net,
  tensors: NamedTensors,
  options: LoadWeightsOptions = {},
): Net {
  const { strict = true, nodes = {} } = optionsOf('loadWeights', options, ['strict', 'nodes']);
  if (!net?.layer || !isNetwork(net.layer))
    throw new TypeError(`loadWeights: takes a network, got ${show(net)}`);
  const left = new Map(Object.entries(tensors).map(([name, tensor]) => [renamed(name, nodes), tensor]));
  const known: string[] = [];
  const loaded = rebuilt(net.layer.graph, '', { left, known, strict });
  const unknown = [...left.keys()].find((name) => !IGNORED.some((end) => name.endsWith(`.${end}`)));
  if (strict && unknown !== undefined) {
    throw new Error(`loadWeights: the network has no place for '${unknown}'; ${hint(unknown, known)}`);
  }
  return loaded as Net;
}

/** A tensor's name with the part before its last dot renamed. */
function renamed(name: string, nodes: Readonly<Record<string, string>>): string {
  const dot = name.lastIndexOf('.');
  const node = nodes[name.slice(0, dot)];
  return node === undefined ? name : node + name.slice(dot);
}

interface Loading {
  /** Tensors that have no place yet. */
  readonly left: Map<string, NamedTensors[string]>;
  /** Names that have been looked for. */
  readonly known: string[];
  readonly strict: boolean;
}

function rebuilt(graph: Graph, path: string, loading: Loading): NetworkOperator {
  const nodes: Record<string, LayerOperator | Marker> = {};
  for (const { name, shape } of graph.inputs) nodes[name] = input(shape);
  for (const { name, layer } of graph.layers) {
    nodes[name] = isNetwork(layer)
      ? rebuilt(layer.graph, `${path}${name}.`, loading)
      : filled(layer, path + name, loading);
  }
  for (const name of graph.outputs) nodes[name] = output();
  const end = ({ node, port }: Port, side: 'inputs' | 'outputs') => {
    const ports = graph.layers.find(({ name }) => name === node)?.layer[side];
    return ports === undefined || ports.length < 2 ? node : `${node}.${ports[port]}`;
  };
  const edges = graph.edges.map(
    // what closes a cycle is found again, and may stand beside an edge whose delay is 1
    ({ from, to, delay, closing }): Edge => ({
      from: end(from, 'outputs'),
      to: end(to, 'inputs'),
      delay: closing ? 0 : delay,
    }),
  );
  return network({ nodes, edges });
}

function filled(layer: LayerDefinition, path: string, { left, known, strict }: Loading): LayerOperator {
  const kind = LAYERS[layer.name];
  const { options } = layer;
  if (!kind || !options) return operatorOf(layer);
  const changes: Record<string, TensorLike> = {};
  for (const option of kind.takes) {
    const name = `${path}.${option.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
    const tensor = left.get(name);
    known.push(name);
    left.delete(name);
    const weights = kind.takes.includes('weight') && options[option] !== undefined;
    if (!tensor && weights && strict) throw new Error(`loadWeights: the file has no '${name}'`);
    if (!tensor) continue;
    if (weights) checkShape(name, tensor.shape, fromLike(options[option] as TensorLike, 'loadWeights').shape);
    changes[option] = tensor;
  }
  return atNode(path, () => kind.make({ ...options, ...changes } as never));
}

function checkShape(name: string, shape: Shape, wanted: Shape): void {
  if (sameShape(shape, wanted)) return;
  const sizes = `${describeShape(shape)}, the layer takes ${describeShape(wanted)}`;
  throw new RangeError(`loadWeights: ${name} has shape ${sizes}`);
}
