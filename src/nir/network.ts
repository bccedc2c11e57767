import type { NirGraph } from '../io/nir/nodes.js';
import { type NetworkOperator, type NetworkOptions, network as ofLayers } from '../network/network.js';
import { fromNir, type NirNetworkOptions } from './fromNir.js';

interface NetworkOfNir {
  /**
   * The network of a NIR graph that `readNir` read, as one layer. Every node becomes the layer that computes it, in steps
   * of `dt`, under the semantics asked for (docs/nir.md has their equations). Nodes are kept under their names, those of
   * nested graphs as `'graph.node'`; several edges into a node are summed, and an edge that closes a cycle delivers what its
   * node made in the step before. A graph without an Input or Output gets them where edges begin and end; a node
   * whose name is a signal's, as `mem`, gets a `_` behind it.
   *
   * Networks that `writeNir` wrote get their own layers, dt and semantics back, unless others are asked for.
   *
   * Throws a `TypeError` or `RangeError` that names the node where its semantics are unknown or cannot have its parameters.
   *
   * @example
   * const nodes = { input: input([784]), fc: linear(fc1), lif: lif({ tau: 2e-3 }) };
   * const graph = toNir(network({ nodes, edges: [['input', 'fc', 'lif', 'output']] })); // or of readNir
   * rate(digit, { steps: 10 }).pipe(network(graph, { dt: 1e-4, semantics: 'exact' }), record('lif'));
   */
  // biome-ignore lint/style/useShorthandFunctionType: only a call signature has a comment that editors show
  (graph: NirGraph, options?: NirNetworkOptions): NetworkOperator;
}

const build = (first: NetworkOptions | NirGraph, options?: NirNetworkOptions): NetworkOperator =>
  ofLayers(isNir(first) ? fromNir(first, options) : first);

/** A network of layers, or of a NIR graph, as one layer. */
// the form for layers is the last one, since it is the last one that the compiler explains
export const network = build as NetworkOfNir & typeof ofLayers;

function isNir(value: NetworkOptions | NirGraph): value is NirGraph {
  return (value as Partial<NirGraph> | undefined)?.type === 'NIRGraph';
}
