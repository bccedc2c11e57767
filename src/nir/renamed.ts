import type { NirGraph, NirNode } from '../io/nir/nodes.js';
import { isFree } from '../layers/probe.js';

/** The graph with a `_` behind the names of nodes that mean something else in a network: `mem`, or a LIF named `input`. */
export function renamed(graph: NirGraph): NirGraph {
  const names = new Map<string, string>();
  for (const [name, { type }] of Object.entries(graph.nodes)) {
    let free = name;
    if (isTaken(name, type))
      do free += '_';
      while (free in graph.nodes);
    names.set(name, free);
  }
  const nodes = Object.entries(graph.nodes).map(([name, node]) => [names.get(name)!, node] as const);
  const edges = graph.edges.map(([from, to]) => [names.get(from)!, names.get(to)!] as const);
  return { ...graph, nodes: Object.fromEntries(nodes), edges };
}

function isTaken(name: string, type: NirNode['type']): boolean {
  if (name === 'input') return type !== 'Input';
  if (name === 'output') return type !== 'Output';
  return !isFree(name);
}
