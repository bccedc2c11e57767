import { checkShapes } from '../io/nir/checkShapes.js';
import type { NirGraph, NirNode } from '../io/nir/nodes.js';
import { markers } from '../io/nir/shapes.js';

/**
 * The graph with a node `Input` before each node that no edge leads to, if it has none, and an `Output` behind each that
 * none leaves, if it has none: NIR's own reader adds them too.
 */
export function withEnds(graph: NirGraph): NirGraph {
  const { nodes, edges } = graph;
  const names = Object.keys(nodes);
  const starts =
    markers(graph, 'Input').length > 0 ? [] : names.filter((name) => !edges.some(([, to]) => to === name));
  const ends =
    markers(graph, 'Output').length > 0 ? [] : names.filter((name) => !edges.some(([from]) => from === name));
  if (starts.length + ends.length === 0) return graph;

  const shapes = checkShapes(graph);
  const called = (kind: string, name: string, all: readonly string[]) =>
    all.length === 1 ? kind : `${kind}_${name}`;
  const marker = (type: 'Input' | 'Output', name: string): NirNode => {
    const { input, output } = shapes.get(name)!;
    const shape = type === 'Input' ? input : output;
    if (shape) return { type, shape };
    throw new RangeError(`network: the graph has no ${type}, and the shape at '${name}' is not known`);
  };
  const inputs = starts.map((name) => [called('input', name, starts), name] as const);
  const outputs = ends.map((name) => [called('output', name, ends), name] as const);
  return {
    ...graph,
    nodes: {
      ...nodes,
      ...Object.fromEntries(inputs.map(([added, name]) => [added, marker('Input', name)])),
      ...Object.fromEntries(outputs.map(([added, name]) => [added, marker('Output', name)])),
    },
    edges: [...inputs, ...edges, ...outputs.map(([added, name]) => [name, added] as const)],
  };
}
