import type { GraphEdge } from './graph.js';

/**
 * Finds the edges that close a cycle and delays them by a step. An edge a -> b closes a cycle when b is still on the path of
 * a depth-first search that starts at the inputs, follows edges in their order, and reaches a. Edges that are delayed
 * already are followed last, for what only they reach.
 */
export function withDelays(
  inputs: readonly string[],
  edges: readonly GraphEdge[],
): { readonly edges: readonly GraphEdge[]; readonly reached: ReadonlySet<string> } {
  const leaving = byNode(edges, 'from');
  const closing = new Set<GraphEdge>();
  const path = new Set<string>();
  const reached = new Set<string>();
  const starts = [...inputs];
  const visit = (node: string): void => {
    reached.add(node);
    path.add(node);
    for (const edge of leaving.get(node) ?? []) {
      const next = edge.to.node;
      if (edge.delay > 0) starts.push(next);
      else if (path.has(next)) closing.add(edge);
      else if (!reached.has(next)) visit(next);
    }
    path.delete(node);
  };
  // the list grows while it is walked
  for (const start of starts) if (!reached.has(start)) visit(start);
  const closed = (edge: GraphEdge): GraphEdge => ({ ...edge, delay: 1, closing: true });
  return { edges: edges.map((edge) => (closing.has(edge) ? closed(edge) : edge)), reached };
}

/** The nodes so that each comes after all that lead to it without a delay. */
export function ordered(names: readonly string[], edges: readonly GraphEdge[]): readonly string[] {
  const forward = edges.filter(({ delay }) => delay === 0);
  const leaving = byNode(forward, 'from');
  const entering = byNode(forward, 'to');
  const missing = new Map(names.map((name) => [name, entering.get(name)?.length ?? 0]));
  const order = names.filter((name) => missing.get(name) === 0);
  // the list grows while it is walked
  for (const name of order) {
    for (const { to } of leaving.get(name) ?? []) {
      const left = missing.get(to.node)! - 1;
      missing.set(to.node, left);
      if (left === 0) order.push(to.node);
    }
  }
  return order;
}

/** For each node on a cycle, the first of the nodes that cycles join it with. */
export function cycles(edges: readonly GraphEdge[]): ReadonlyMap<string, string> {
  const leaving = byNode(edges, 'from');
  const after = (node: string) => (leaving.get(node) ?? []).map(({ to }) => to.node);
  const beyond = new Map(
    [...leaving.keys()].map((node) => {
      const found = new Set(after(node));
      // the set grows while it is walked
      for (const next of found) for (const further of after(next)) found.add(further);
      return [node, found];
    }),
  );
  const joined = (a: string, b: string) => beyond.get(a)!.has(b) && beyond.get(b)!.has(a);
  const nodes = [...beyond.keys()].filter((node) => joined(node, node));
  return new Map(nodes.map((node) => [node, nodes.find((first) => joined(first, node))!]));
}

function byNode(edges: readonly GraphEdge[], end: 'from' | 'to'): ReadonlyMap<string, readonly GraphEdge[]> {
  const groups = new Map<string, GraphEdge[]>();
  for (const edge of edges) {
    const { node } = edge[end];
    groups.set(node, [...(groups.get(node) ?? []), edge]);
  }
  return groups;
}
