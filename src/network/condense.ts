import type { LayerContext, RunningLayer } from '../layers/layer.js';
import type { Graph, GraphEdge, GraphLayer, NetworkDefinition, Port } from './graph.js';
import { ordered } from './order.js';

/** A graph without cycles: in the place of the nodes that cycles join stands one layer, which computes them step by step. */
export interface Condensed extends Graph {
  /** Names of the layers that stand for several nodes. */
  readonly groups: ReadonlySet<string>;
}

/** How nodes on a cycle, as a graph of their own, are started. */
export type StartGroup = (graph: Graph, context: LayerContext) => RunningLayer;

export function condense(graph: Graph, start: StartGroup): Condensed {
  const groups = new Map<string, Group>();
  for (const { cycle } of graph.layers) {
    if (cycle !== undefined && !groups.has(cycle)) groups.set(cycle, groupOf(graph, cycle, start));
  }
  const home = new Map(graph.layers.map(({ name, cycle }) => [name, cycle]));
  const groupAt = ({ node }: Port) => groups.get(home.get(node) ?? '');
  const edges = graph.edges.flatMap((edge): readonly GraphEdge[] => {
    const [source, target] = [groupAt(edge.from), groupAt(edge.to)];
    if (source && source === target) return [];
    const from = source?.outputAt(edge.from) ?? edge.from;
    const to = target ? { node: target.layer.name, port: target.entering.indexOf(edge) } : edge.to;
    return [{ from, to, delay: edge.delay }];
  });
  const layers = [
    ...graph.layers.filter(({ cycle }) => cycle === undefined),
    ...[...groups.values()].map(({ layer }) => layer),
  ];
  const names = [...graph.inputs, ...layers].map(({ name }) => name).concat(graph.outputs);
  const order = ordered(names, edges);
  return {
    ...graph,
    layers: layers.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name)),
    edges,
    groups: new Set([...groups.values()].map(({ layer }) => layer.name)),
  };
}

/** The nodes that cycles join, as a layer. */
interface Group {
  readonly layer: GraphLayer;
  /** The edges that lead into it: each is an input. */
  readonly entering: readonly GraphEdge[];
  /** Its output for a node's. */
  outputAt(port: Port): Port;
}

function groupOf(graph: Graph, cycle: string, start: StartGroup): Group {
  const layers = graph.layers.filter((layer) => layer.cycle === cycle);
  const within = ({ node }: Port) => layers.some(({ name }) => name === node);
  const entering = graph.edges.filter(({ from, to }) => within(to) && !within(from));
  const leaving = graph.edges.filter(({ from, to }) => within(from) && !within(to)).map(({ from }) => from);
  if (leaving.length === 0) leaving.push({ node: cycle, port: 0 });
  const inputs = entering.map((_, i) => `<${i}`);
  const outputs = [...new Set(leaving.map(outputName))];
  const inner: Graph = {
    inputs: inputs.map((name) => ({ name, shape: undefined })),
    layers: layers.map((layer) => ({ ...layer, cycle: undefined })),
    outputs,
    edges: [
      ...graph.edges
        .filter(({ to }) => within(to))
        .map((edge): GraphEdge => {
          const input = entering.indexOf(edge);
          return input < 0 ? edge : { from: { node: inputs[input]!, port: 0 }, to: edge.to, delay: 0 };
        }),
      ...outputs.map((name): GraphEdge => {
        const from = leaving.find((port) => outputName(port) === name)!;
        return { from, to: { node: name, port: 0 }, delay: 0 };
      }),
    ],
  };
  const name = `cycle of ${cycle}`;
  const definition: NetworkDefinition = {
    name: 'network',
    graph: inner,
    inputs,
    outputs,
    start: (context) => start(inner, context),
  };
  return {
    layer: { name, layer: definition, cycle: undefined },
    entering,
    outputAt: (port) => ({ node: name, port: outputs.indexOf(outputName(port)) }),
  };
}

function outputName({ node, port }: Port): string {
  return `>${node}:${port}`;
}
