import type { NirGraph, NirNode, Semantics, Step, Summary, SummaryLayer } from 'rxsnn';
import type { Incoming, Layer } from '../model/network.js';
import { weightsOf } from './nirWeights.js';

/** What values pass one by one and in their order, and what they pass in windows of a few. */
const PASSES = ['flatten', 'scale', 'delay'];
const POOLS = ['sumPool2d', 'avgPool2d'];
/** What hands on the spikes of others. */
const HANDS_ON = ['flatten', 'delay', 'maxPool2d'];

/** A network of a NIR file: as a graph, in numbers, and what its nodes handed on in a step. */
export interface Anatomy {
  readonly graph: NirGraph;
  readonly summary: Summary;
  readonly step: Step<string>;
  readonly semantics: Semantics;
  readonly input: { readonly name: string; readonly shape: readonly number[] };
}

/**
 * What is drawn of a network: its input; all nodes that spike or have a membrane, in the order in which a step visits
 * them; and what leaves it, last, whatever that is.
 */
export function layersOf(network: Anatomy): readonly Layer[] {
  const { step, summary, input } = network;
  const output = outputOf(network);
  const inner = summary.layers
    .filter(({ kind }) => !HANDS_ON.includes(kind))
    .map(({ name }) => name)
    .filter((name) => name !== output && (step.layers[name]?.spk || step.layers[name]?.mem));
  const names = [input.name, ...inner, output];
  const find = finder(network);
  const layers = [...inner, output].map((name): Layer => {
    const { spk, mem, cur } = step.layers[name]!;
    const shape = (spk ?? mem ?? cur)!.shape.slice(1);
    const threshold = thresholdOf(network, find.node(name));
    const weights = find.incoming(name, names);
    return {
      ...{ name, title: name, shape, neurons: sizeOf(shape) },
      signal: spk ? 'spk' : mem ? 'mem' : 'cur',
      ...((mem ?? cur) && { trace: mem ? 'mem' : 'cur' }),
      ...(threshold && { threshold }),
      ...(weights && { incoming: weights }),
    };
  });
  const { shape } = input;
  return [{ name: 'input', title: 'Input', neurons: sizeOf(shape), shape, signal: 'spk' }, ...layers];
}

/** Synapses that a spike of each of these layers goes to: those of all nodes that take it in, also through pools. */
export function fanOutOf(network: Anatomy, layers: readonly Layer[]): Readonly<Record<string, number>> {
  const names = [network.input.name, ...layers.slice(1).map(({ name }) => name)];
  const find = finder(network);
  const fanOut = layers.map(() => 0);
  for (const layer of network.summary.layers) {
    const at = find.origin(sources(layer), names, [...PASSES, ...POOLS]);
    if (at !== undefined) fanOut[at]! += layer.operations.dense / sizeOf(layer.input);
  }
  return Object.fromEntries(layers.map(({ name }, i) => [name, fanOut[i]!]));
}

/** The node whose signals leave the network; where several are summed, what was kept as 'output'. */
function outputOf({ step, summary }: Anatomy): string {
  const layer = summary.layers.find(({ name }) => step.layers[name] === step.signals);
  if (!layer) return 'output';
  const before = sources(layer)[0]!;
  return layer.kind === 'flatten' && step.layers[before]?.spk ? before : layer.name;
}

/** What leads to a layer, by name. */
function finder({ graph, summary }: Anatomy) {
  const nodes = nodesOf(graph);
  const layers = new Map(summary.layers.map((layer) => [layer.name, layer]));

  /** Number of the layer among `names` whose values arrive from one of `from`, through nothing but `passes`. */
  const origin = (from: readonly string[], names: readonly string[], passes = PASSES): number | undefined => {
    for (const name of from) {
      const at = names.indexOf(name);
      if (at >= 0) return at;
      const layer = layers.get(name);
      const found = layer && passes.includes(layer.kind) ? origin(sources(layer), names, passes) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  };
  /** The weights of a node, or of those before it. */
  const incoming = (name: string, names: readonly string[]): Incoming | undefined => {
    const layer = layers.get(name);
    if (!layer) return undefined;
    const own = weightsOf(nodes.get(name), layer.input.slice(1));
    if (own) {
      const from = origin(sources(layer), names);
      return { ...own, ...(from !== undefined && { from }) };
    }
    for (const before of sources(layer)) {
      const { kind = '' } = layers.get(before) ?? {};
      const weights = /^(linear|conv[12]d)$/.test(kind) || PASSES.includes(kind);
      const found = weights ? incoming(before, names) : undefined;
      if (found) return found;
    }
    return undefined;
  };
  return { origin, incoming, node: (name: string) => nodes.get(name) };
}

/** The nodes before a layer, those of the same step first. */
function sources({ sources }: SummaryLayer): readonly string[] {
  return [...sources].sort((a, b) => a.delay - b.delay).map(({ name }) => name);
}

/** All nodes that are no graphs, those within others as in 'sub.hidden'. */
function nodesOf({ nodes }: NirGraph, prefix = ''): ReadonlyMap<string, NirNode> {
  return new Map(
    Object.entries(nodes).flatMap(([name, node]): (readonly [string, NirNode])[] =>
      node.type === 'NIRGraph' ? [...nodesOf(node, `${prefix}${name}.`)] : [[prefix + name, node]],
    ),
  );
}

/** In the unit of the membranes; those that snnTorch's semantics give are in another one. */
function thresholdOf({ semantics }: Anatomy, node: NirNode | undefined): Float32Array | undefined {
  return semantics !== 'snntorch' && node && 'vThreshold' in node ? node.vThreshold.data : undefined;
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}
