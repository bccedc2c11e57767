import { show } from '../check.js';
import type { LayerDefinition, LayerOperator } from '../layers/layer.js';
import { isFree, SIGNALS } from '../layers/probe.js';
import type { Shape } from '../shape.js';
import { type Edge, edgesOf } from './edges.js';
import { Marker } from './markers.js';
import { cycles, ordered, withDelays } from './order.js';

/** One of the inputs or outputs of a node, by its number. */
export interface Port {
  readonly node: string;
  readonly port: number;
}

export interface GraphEdge {
  readonly from: Port;
  readonly to: Port;
  /** How many steps later it delivers: at least 1 where it closes a cycle. */
  readonly delay: number;
  /** Whether it was found to close a cycle, and its delay of 1 comes from that. */
  readonly closing?: boolean;
}

export interface GraphInput {
  readonly name: string;
  /** Shape of one sample, where it was given. */
  readonly shape: Shape | undefined;
}

export interface GraphLayer {
  readonly name: string;
  readonly layer: LayerDefinition;
  /** The same for all nodes that cycles join with it; `undefined` where it lies on none. */
  readonly cycle: string | undefined;
}

/** A network's nodes and edges, checked; layers in the order in which a step visits them. */
export interface Graph {
  readonly inputs: readonly GraphInput[];
  readonly layers: readonly GraphLayer[];
  readonly outputs: readonly string[];
  readonly edges: readonly GraphEdge[];
}

/** A network's definition, by which others recognise it. */
export interface NetworkDefinition extends LayerDefinition {
  readonly graph: Graph;
}

export function isNetwork(layer: LayerDefinition): layer is NetworkDefinition {
  return 'graph' in layer;
}

export type Nodes = Readonly<Record<string, LayerOperator | Marker>>;

/**
 * Checks nodes and edges and finds which edges close a cycle. `input` and `output` are there wherever an edge names them.
 * Throws a `TypeError` that names the node or the edge.
 */
export function graphOf(given: Nodes, edges: readonly Edge[]): Graph {
  const nodes = withMarkers(given, edges);
  const names = Object.keys(nodes);
  const layers = names.flatMap((name) => {
    const node = nodes[name]!;
    return node instanceof Marker ? [] : [{ name, layer: node.layer }];
  });
  const inputs = marked(nodes, 'input');
  const outputs = marked(nodes, 'output');
  const drawn = edgesOf(nodes, edges);
  if (inputs.length === 0) throw new TypeError("network: has no input, begin an edge with 'input'");
  if (outputs.length === 0) throw new TypeError("network: has no output, end an edge with 'output'");

  const { edges: delayed, reached } = withDelays(inputs, drawn);
  for (const name of names) if (!reached.has(name)) throw new TypeError(unreached(name, nodes[name]!));
  checkEdges(layers, inputs, delayed);
  const order = ordered(names, delayed);
  const cycleOf = cycles(delayed);
  return {
    inputs: inputs.map((name) => ({ name, shape: (nodes[name] as Marker).shape })),
    layers: order.flatMap((name) => {
      const found = layers.find((node) => node.name === name);
      return found ? [{ ...found, cycle: cycleOf.get(name) }] : [];
    }),
    outputs,
    edges: delayed,
  };
}

/** The nodes, each checked, with `input` and `output` wherever an edge names them. */
function withMarkers(nodes: Nodes, edges: readonly Edge[]): Nodes {
  if (typeof nodes !== 'object' || nodes === null) {
    throw new TypeError(`network: nodes must be an object of layers by name, got ${show(nodes)}`);
  }
  for (const [name, node] of Object.entries(nodes)) {
    checkNode(name, node);
    if (!(node instanceof Marker) && isNetwork(node.layer)) checkInner(nodes, name, node.layer.graph);
  }
  if (!Array.isArray(edges)) throw new TypeError(`network: edges must be an array, got ${show(edges)}`);
  const ends = edges.flatMap((edge) => (Array.isArray(edge) ? edge : [edge?.from, edge?.to]));
  const added = (['input', 'output'] as const).filter((name) => !(name in nodes) && ends.includes(name));
  return { ...nodes, ...Object.fromEntries(added.map((kind) => [kind, new Marker(kind)])) };
}

function checkNode(name: string, node: unknown): void {
  if (!isFree(name)) {
    throw new TypeError(
      `network: a node's name must be a word other than ${SIGNALS.join(', ')}, got '${name}'`,
    );
  }
  if (name === 'input' || name === 'output') {
    if (node instanceof Marker && node.kind === name) return;
    throw new TypeError(`network: the node '${name}' must be ${name}(), give the layer another name`);
  }
  const isLayer = typeof node === 'function' && 'layer' in node;
  if (isLayer || node instanceof Marker) return;
  throw new TypeError(`network: node '${name}' must be a layer, input() or output(), got ${show(node)}`);
}

/** What is within a network is kept as 'sub.hidden', which must not be the name of another node. */
function checkInner(nodes: Nodes, name: string, { layers, inputs, outputs }: Graph): void {
  for (const inner of [...[...layers, ...inputs].map((node) => node.name), ...outputs]) {
    if (`${name}.${inner}` in nodes) {
      throw new TypeError(`network: '${name}.${inner}' is a node, and the name of one within '${name}'`);
    }
  }
}

/** Names of the markers of a kind, the one that has no other name first. */
function marked(nodes: Nodes, kind: Marker['kind']): readonly string[] {
  const names = Object.keys(nodes).filter((name) => {
    const node = nodes[name];
    return node instanceof Marker && node.kind === kind;
  });
  return names.includes(kind) ? [kind, ...names.filter((name) => name !== kind)] : names;
}

function unreached(name: string, node: LayerOperator | Marker): string {
  const what = node instanceof Marker ? 'output' : 'node';
  return `network: no edge leads from an input to the ${what} '${name}'`;
}

function checkEdges(
  layers: readonly Omit<GraphLayer, 'cycle'>[],
  inputs: readonly string[],
  edges: readonly GraphEdge[],
): void {
  for (const name of inputs) {
    if (!edges.some(({ from }) => from.node === name)) {
      throw new TypeError(`network: no edge begins at the input '${name}'`);
    }
  }
  for (const { name, layer } of layers) {
    for (const [port, input] of (layer.inputs ?? []).entries()) {
      if (edges.some(({ to }) => to.node === name && to.port === port)) continue;
      throw new TypeError(`network: no edge leads to '${name}.${input}'`);
    }
  }
}
