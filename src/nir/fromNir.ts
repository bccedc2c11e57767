import { number, oneOf } from '../check.js';
import type { NirGraph, NirInput, NirNode, NirOutput } from '../io/nir/nodes.js';
import type { LayerOperator } from '../layers/layer.js';
import { SEMANTICS, type Semantics } from '../layers/nir/semantics.js';
import type { Edge } from '../network/edges.js';
import { input, type Marker, output } from '../network/markers.js';
import { type NetworkOptions, network } from '../network/network.js';
import { atNode } from '../network/shapes.js';
import { optionsOf } from '../options.js';
import { howFor, kept, keptEdge } from './kept.js';
import { layerFor } from './layerFor.js';
import { renamed } from './renamed.js';
import { withEnds } from './withEnds.js';

export interface NirNetworkOptions {
  /** Duration of a step, in seconds, above 0. Default: what the file was written for, where it says so, else 1e-4. */
  readonly dt?: number;
  /** How the equations become steps. Default: as the file was written, where it says so, else 'euler'. */
  readonly semantics?: Semantics;
}

/** Nodes and edges of a network that computes what a NIR graph says. */
export function fromNir(graph: NirGraph, options: NirNetworkOptions = {}): NetworkOptions {
  optionsOf('network', options, ['dt', 'semantics']);
  if (options.dt !== undefined) number('network: dt', options.dt, { above: 0 });
  if (options.semantics !== undefined) oneOf('network: semantics', SEMANTICS, options.semantics);
  return translate(graph, options);
}

function translate(given: NirGraph, options: NirNetworkOptions): NetworkOptions {
  const graph = withDelayedEdges(withEnds(renamed(given)), options);
  const nodes = Object.entries(graph.nodes).map(([name, node]): [string, LayerOperator | Marker] => {
    if (node.type === 'Input') return [name, input(node.shape)];
    if (node.type === 'Output') return [name, output()];
    return [name, atNode(name, () => kept(node, options) ?? operatorFor(node, options))];
  });
  return { nodes: Object.fromEntries(nodes), edges: graph.edges };
}

function operatorFor(
  node: Exclude<NirNode, NirInput | NirOutput>,
  options: NirNetworkOptions,
): LayerOperator {
  if (node.type === 'NIRGraph') return network(translate(node, options));
  return layerFor(node, howFor(node.metadata, options));
}

/** The graph without the delays that our own files have for delayed edges: these are edges again, where they stood. */
function withDelayedEdges({ nodes, edges }: NirGraph, options: NirNetworkOptions) {
  const delays = new Map(Object.entries(nodes).map(([name, node]) => [name, keptEdge(node, options)]));
  const source = (delay: string) => edges.find(([, to]) => to === delay)?.[0] ?? delay;
  return {
    nodes: Object.fromEntries(Object.entries(nodes).filter(([name]) => delays.get(name) === undefined)),
    edges: edges.flatMap(([from, to]): Edge[] => {
      if (delays.get(to) !== undefined) return [];
      const delay = delays.get(from);
      return [delay === undefined ? [from, to] : { from: source(from), to, delay }];
    }),
  };
}
