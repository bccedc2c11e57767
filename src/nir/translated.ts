import { number, show } from '../check.js';
import type { NirArray, NirGraph, NirMetadata, NirNode, NirValue } from '../io/nir/nodes.js';
import type { LayerDefinition } from '../layers/layer.js';
import { type Graph, type GraphEdge, isNetwork } from '../network/graph.js';
import type { NetworkOperator } from '../network/network.js';
import { atNode, type NodeShapes, shapesOf } from '../network/shapes.js';
import { optionsOf } from '../options.js';
import { type Shape, sizeOf } from '../shape.js';
import { fromLike, type TensorLike } from '../tensor.js';
import { beyondNir } from './beyondNir.js';
import { KEPT, OURS } from './kept.js';
import { nodeFor } from './nodeFor.js';

export interface ToNirOptions {
  /** Duration of a step, in seconds, above 0: what gives `beta` and delays a time. Default 1e-4. */
  readonly dt?: number;
  /** Shape of one sample, where the network's `input()` does not say. */
  readonly shape?: Shape;
}

/** What `toNir` does, under the name of the operator that was called. */
export function translated(operator: string, network: NetworkOperator, options: ToNirOptions = {}): NirGraph {
  const { dt = 1e-4, shape } = optionsOf(operator, options, ['dt', 'shape']);
  const layer: LayerDefinition | undefined = network?.layer;
  if (!layer || !isNetwork(layer))
    throw new TypeError(`${operator}: takes a network, got ${layer?.name ?? show(network)}`);
  number(`${operator}: dt`, dt, { above: 0 });
  const { graph } = layer;
  const given = graph.inputs.map((input) => input.shape ?? shape);
  if (given.includes(undefined)) {
    throw new TypeError(
      `${operator}: the shape of the input must be known, give input(shape) or the option shape`,
    );
  }
  const shapes = shapesOf(
    graph,
    given.map((sample) => [1, ...sample!]),
  );
  const warnings: string[] = [];
  return { ...translate(graph, '', { operator, shapes, dt, warnings }), warnings };
}

/** What a graph is translated with: shapes of all nodes, by names that begin with those of the graphs around them. */
interface Context {
  readonly operator: string;
  readonly shapes: ReadonlyMap<string, NodeShapes>;
  readonly dt: number;
  readonly warnings: string[];
}

function translate(graph: Graph, path: string, context: Context): NirGraph {
  const nodes = new Map<string, NirNode>();
  const edges: [string, string][] = [];
  const sample = (name: string, end: 'inputs' | 'outputs') =>
    context.shapes.get(path + name)![end][0]!.slice(1);

  for (const { name } of graph.inputs) nodes.set(name, { type: 'Input', shape: sample(name, 'inputs') });
  for (const { name, layer } of graph.layers) {
    const shape = sample(name, 'inputs');
    // NIR's matrices take a vector
    if (layer.name === 'linear' && shape.length > 1) {
      nodes.set(flattenBefore(name), { type: 'Flatten', startDim: 0, endDim: -1, inputType: shape });
      edges.push([flattenBefore(name), name]);
    }
    nodes.set(
      name,
      isNetwork(layer)
        ? translate(layer.graph, `${path}${name}.`, context)
        : atNode(path + name, () => written(layer, shape, path + name, context)),
    );
  }
  for (const name of graph.outputs) nodes.set(name, { type: 'Output', shape: sample(name, 'outputs') });

  for (const edge of graph.edges) {
    const [from, to] = ends(edge, context.operator);
    const target = nodes.has(flattenBefore(to)) ? flattenBefore(to) : to;
    const wait = edge.delay - (closesCycle(graph, edge) ? 1 : 0);
    if (edge.delay > 0) {
      const delay = `${from}_${to}_delay`;
      nodes.set(delay, {
        type: 'Delay',
        delay: filled(sample(from, 'outputs'), wait * context.dt),
        // which edge of a cycle waits depends on all edges: our own reader makes an edge of it again
        metadata: { [OURS]: { edge: edge.delay, dt: context.dt } },
      });
      edges.push([from, delay], [delay, target]);
    } else edges.push([from, target]);
  }
  return { type: 'NIRGraph', nodes: Object.fromEntries(nodes), edges };
}

const flattenBefore = (name: string): string => `${name}_flatten`;

function filled(shape: Shape, value: number): NirArray {
  return { shape, data: new Float32Array(sizeOf(shape)).fill(value) };
}

function ends({ from, to }: GraphEdge, operator: string): [from: string, to: string] {
  if (from.port === 0 && to.port === 0) return [from.node, to.node];
  const edge = `'${from.node}' -> '${to.node}'`;
  throw new TypeError(`${operator}: NIR has one input and one output a node, got the edge ${edge}`);
}

/** Whether a path without a delay leads back: a reader of NIR delays one edge of such a cycle by a step. */
function closesCycle({ edges }: Graph, { from, to, delay }: GraphEdge): boolean {
  if (delay === 0) return false;
  const found = new Set([to.node]);
  // the set grows while it is walked
  for (const node of found) {
    for (const edge of edges) if (edge.delay === 0 && edge.from.node === node) found.add(edge.to.node);
  }
  return found.has(from.node);
}

/** A layer's node, with what our own reader needs beyond it to build the same layer again. */
function written(layer: LayerDefinition, shape: Shape, path: string, { dt, warnings }: Context): NirNode {
  const node = nodeFor(layer, { shape, dt });
  const { name, options = {} } = layer;
  if (Object.hasOwn(KEPT, name)) {
    const beyond = beyondNir(name, options);
    if (beyond.length > 0) {
      const [what, are] = [beyond.join(' and '), beyond.length > 1 ? 'are' : 'is'];
      warnings.push(`${path}: ${name} becomes ${node.type}, its ${what} ${are} in the metadata only`);
    }
    const metadata = { [OURS]: { layer: name, dt, options: plain(options) } };
    return { ...(node.type === 'NIRGraph' ? lasting(node, dt) : node), metadata };
  }
  if (!('semantics' in options || 'dt' in options)) return node;
  const { dt: own = 1e-4, semantics = 'euler' } = options as { dt?: number; semantics?: string };
  return { ...node, metadata: { [OURS]: { dt: own, semantics } } };
}

/** The graph of one layer, whose nodes know the duration of a step, for those who ask for other semantics. */
function lasting(graph: NirGraph, dt: number): NirGraph {
  const entries = Object.entries(graph.nodes).map(([name, node]): [string, NirNode] => [
    name,
    node.type === 'Input' || node.type === 'Output' ? node : { ...node, metadata: { [OURS]: { dt } } },
  ]);
  return { ...graph, nodes: Object.fromEntries(entries) };
}

/** Options as metadata: numbers, text and booleans as they are, arrays in float32. */
function plain(options: Readonly<Record<string, unknown>>): NirMetadata {
  const entries = Object.entries(options).flatMap(([name, value]): [string, NirValue][] => {
    // the weights of a layer's own spikes are a node
    if (value === undefined || name === 'recurrent') return [];
    if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean')
      return [[name, value]];
    const { shape, data } = fromLike(value as TensorLike, name);
    return [[name, { shape, data }]];
  });
  return Object.fromEntries(entries);
}
