import type { NirArray, NirGraph, NirLeaf, NirNode } from '../io/nir/nodes.js';

/** Whether two nodes compute the same: their parameters and, within graphs, nodes and edges are equal. */
export function sameNodes(a: NirNode, b: NirNode): boolean {
  if (a.type !== b.type) return false;
  return a.type === 'NIRGraph' ? sameGraph(a, b as NirGraph) : sameParameters(a, b as NirLeaf);
}

function sameGraph(a: NirGraph, b: NirGraph): boolean {
  const names = Object.keys(b.nodes);
  const edges = new Set(b.edges.map((edge) => edge.join('/')));
  return (
    Object.keys(a.nodes).length === names.length &&
    names.every((name) => a.nodes[name] !== undefined && sameNodes(a.nodes[name], b.nodes[name]!)) &&
    a.edges.length === edges.size &&
    a.edges.every((edge) => edges.has(edge.join('/')))
  );
}

function sameParameters(a: NirLeaf, b: NirLeaf): boolean {
  const others = new Map(arraysOf(b));
  return arraysOf(a).every(([name, { data }]) =>
    data.every((value, i) => value === others.get(name)?.data[i]),
  );
}

/** A node's parameters that are arrays, by name. */
export function arraysOf(node: NirLeaf): [string, NirArray][] {
  return Object.entries(node).filter((entry): entry is [string, NirArray] => {
    const { data } = (entry[1] ?? {}) as Partial<NirArray>;
    return data instanceof Float32Array;
  });
}
