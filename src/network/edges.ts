import { listed, show, whole } from '../check.js';
import { hint } from '../nearest.js';
import type { GraphEdge, Nodes, Port } from './graph.js';
import { Marker } from './markers.js';

/**
 * A path along nodes, `['input', 'fc1', 'lif1']`, or one edge with a delay in steps. Inputs and outputs of a nested network
 * that has several are named as in `'sub.left'`.
 */
export type Edge<Name extends string = string> =
  | readonly [Name, Name, ...Name[]]
  | { readonly from: Name; readonly to: Name; readonly delay?: number };

/** The single edges between nodes, in order. Throws a `TypeError` for ends that are not there and for repeated edges. */
export function edgesOf(nodes: Nodes, edges: readonly Edge[]): readonly GraphEdge[] {
  const ends = { from: portsOf(nodes, 'output'), to: portsOf(nodes, 'input') };
  const seen = new Set<string>();
  return edges.flatMap(pairs).map(({ from, to, delay }) => {
    const name = `'${from}' -> '${to}'${delay ? ` with delay ${delay}` : ''}`;
    if (seen.has(name)) throw new TypeError(`network: the edge ${name} is there twice`);
    seen.add(name);
    return { from: portOf(nodes, ends.from, from, 'from'), to: portOf(nodes, ends.to, to, 'to'), delay };
  });
}

interface Pair {
  readonly from: string;
  readonly to: string;
  readonly delay: number;
}

function pairs(edge: Edge): readonly Pair[] {
  if (Array.isArray(edge)) {
    if (edge.length < 2) throw new TypeError(`network: an edge joins at least two nodes, got ${show(edge)}`);
    const path = edge as readonly string[];
    return path.slice(1).map((to, i) => ({ from: path[i]!, to, delay: 0 }));
  }
  if (typeof edge !== 'object' || edge === null) {
    throw new TypeError(`network: an edge is ['a', 'b'] or { from, to, delay }, got ${show(edge)}`);
  }
  const { from, to, delay = 0 } = edge as Exclude<Edge, readonly unknown[]>;
  return [{ from, to, delay: whole(`network: delay of '${from}' -> '${to}'`, delay) }];
}

/** Everything that an edge may begin at (`output`) or lead to (`input`), by name; `undefined` where one has to be picked. */
function portsOf(nodes: Nodes, side: 'input' | 'output'): ReadonlyMap<string, Port | undefined> {
  const portNames = (node: Nodes[string]) => (node instanceof Marker ? [] : (node.layer[`${side}s`] ?? []));
  const ports = new Map<string, Port | undefined>();
  for (const [name, node] of Object.entries(nodes)) {
    for (const [port, inner] of portNames(node).entries())
      ports.set(`${name}.${inner}`, { node: name, port });
  }
  // a node's own name goes before that of a port
  for (const [name, node] of Object.entries(nodes)) {
    const names = portNames(node);
    // of several outputs the first is the node's own, of several inputs only one that is called so
    const clear = names.length < 2 || side === 'output' || names[0] === 'input';
    ports.set(name, clear ? { node: name, port: 0 } : undefined);
  }
  return ports;
}

function portOf(
  nodes: Nodes,
  ports: ReadonlyMap<string, Port | undefined>,
  name: string,
  end: 'from' | 'to',
): Port {
  const found = ports.get(name);
  const node = found && nodes[found.node];
  if (node instanceof Marker && node.kind === (end === 'from' ? 'output' : 'input')) {
    const rule = end === 'from' ? 'begin at an output' : 'lead to an input';
    throw new TypeError(`network: an edge cannot ${rule}, got '${name}'`);
  }
  if (found) return found;
  const inner = [...ports.keys()].filter((port) => port.startsWith(`${name}.`));
  if (ports.has(name))
    throw new TypeError(`network: '${name}' has several inputs, name one of ${listed(inner)}`);
  const near = hint(String(name), [...ports.keys()], Object.keys(nodes));
  throw new TypeError(`network: edge names unknown node ${show(name)}; ${near}`);
}
