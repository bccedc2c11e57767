import { listed } from '../check.js';
import type { LayerDefinition } from '../layers/layer.js';
import { describeShape, type Shape, sameShape } from '../shape.js';
import { type Graph, type GraphEdge, isNetwork } from './graph.js';

/** Shapes of what one node takes in and makes, in the order of its inputs and outputs. */
export interface NodeShapes {
  readonly inputs: readonly Shape[];
  readonly outputs: readonly Shape[];
}

/**
 * Shapes of all nodes, those within networks as `'sub.hidden'`, for a network's inputs of the given shapes. On a cycle,
 * a node's shape follows from any edge whose shape is known, and the others must agree. Throws a `RangeError` that
 * names the nodes and both shapes.
 */
export function shapesOf(graph: Graph, given: readonly Shape[]): ReadonlyMap<string, NodeShapes> {
  const shapes = new Map<string, NodeShapes>();
  for (const [i, { name, shape }] of graph.inputs.entries()) {
    const own = given[i]!;
    if (shape && !sameShape(own.slice(1), shape)) {
      const sizes = `samples of ${describeShape(own.slice(1))}, it takes ${describeShape(shape)}`;
      throw new RangeError(`network: '${name}' gets ${sizes}`);
    }
    shapes.set(name, { inputs: [own], outputs: [own] });
  }
  const nodes = [...graph.layers, ...graph.outputs.map((name) => ({ name, layer: undefined }))];
  for (let left = nodes; left.length > 0; ) {
    const later = left.filter(({ name, layer }) => {
      const inputs = (layer?.inputs ?? ['input']).map((_, port) => arriving(graph, shapes, name, port));
      if (!inputs.every((shape) => shape !== undefined)) return true;
      shapes.set(name, { inputs, outputs: layer ? madeBy(shapes, name, layer, inputs) : inputs });
      return false;
    });
    if (later.length === left.length) throw new RangeError(unknown(later.map(({ name }) => name)));
    left = later;
  }
  for (const edge of graph.edges) checkEdge(graph, shapes, edge);
  return shapes;
}

/** What comes in at a port, by the first edge whose shape is known. */
function arriving(
  graph: Graph,
  shapes: ReadonlyMap<string, NodeShapes>,
  node: string,
  port: number,
): Shape | undefined {
  const edges = graph.edges.filter(({ to }) => to.node === node && to.port === port);
  const known = edges.find(({ from }) => shapes.has(from.node));
  return known && shapes.get(known.from.node)!.outputs[known.from.port];
}

/** Shapes of a node's outputs; those within a network are noted on the way. */
function madeBy(
  shapes: Map<string, NodeShapes>,
  name: string,
  layer: LayerDefinition,
  inputs: readonly Shape[],
): readonly Shape[] {
  return atNode(name, () => {
    if (!isNetwork(layer)) return [layer.outputShape?.(inputs[0]!) ?? inputs[0]!];
    const within = shapesOf(layer.graph, inputs);
    for (const [inner, own] of within) shapes.set(`${name}.${inner}`, own);
    return layer.graph.outputs.map((output) => within.get(output)!.outputs[0]!);
  });
}

/** Runs `work`, whose errors then say at which node they happened. */
export function atNode<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const kind = error instanceof RangeError ? RangeError : error instanceof TypeError ? TypeError : Error;
    throw new kind(`network: node '${name}': ${error.message.replace(/^network: /, '')}`, { cause: error });
  }
}

function checkEdge(graph: Graph, shapes: ReadonlyMap<string, NodeShapes>, { from, to }: GraphEdge): void {
  const wanted = shapes.get(to.node)!.inputs[to.port]!;
  const found = shapes.get(from.node)!.outputs[from.port]!;
  if (sameShape(found, wanted)) return;
  const first = graph.edges.find((edge) => edge.to.node === to.node && edge.to.port === to.port)!;
  const sizes = `${describeShape(found)} from '${from.node}', but ${describeShape(wanted)}`;
  throw new RangeError(`network: node '${to.node}' gets ${sizes} from '${first.from.node}'`);
}

function unknown(names: readonly string[]): string {
  return `network: cannot tell the shapes of ${listed(names)}, each waits for another of them`;
}
