import { describeShape, type Shape, sameShape, sizeOf } from '../../shape.js';
import { attempt } from '../attempt.js';
import type { NirGraph } from './nodes.js';
import { inputShape, outputShape } from './shapes.js';

/** Shapes of one sample at a node, where they are known. */
export interface NodeShapes {
  readonly input: Shape | undefined;
  readonly output: Shape | undefined;
}

/**
 * Finds the shapes at all nodes of a graph by following its edges. Throws an `Error` that names the edge and both shapes
 * where they differ, or the node that cannot take its input; a shape of one number fits every other one of one number.
 */
export function checkShapes(graph: NirGraph, path = ''): ReadonlyMap<string, NodeShapes> {
  const names = Object.keys(graph.nodes);
  const targets = new Map<string, string[]>(names.map((name) => [name, []]));
  for (const [from, to] of graph.edges) targets.get(from)!.push(to);

  const inputs = new Map<string, Shape>();
  const outputs = new Map<string, Shape>();
  const compute = (name: string): boolean => {
    const node = graph.nodes[name]!;
    const input = inputs.get(name);
    const output = attempt(`${path}${name}`, () => outputShape(node, input));
    if (!output || outputs.has(name)) return false;
    outputs.set(name, output);
    return true;
  };
  for (const name of names) {
    const node = graph.nodes[name]!;
    if (node.type === 'NIRGraph') checkShapes(node, `${path}${name}/`);
    const input = inputShape(node);
    if (input) inputs.set(name, input);
    compute(name);
  }

  // each node is visited once when its output becomes known, so every edge is looked at once
  const known = [...outputs.keys()];
  for (const from of known) {
    for (const to of targets.get(from)!) {
      const [output, input] = [outputs.get(from)!, inputs.get(to)];
      if (input && !fits(output, input)) {
        const sizes = `'${from}' has shape ${describeShape(output)}, the input of '${to}' ${describeShape(input)}`;
        throw new Error(`on the edge ${path}${from} -> ${path}${to} the output of ${sizes}`);
      }
      if (input) continue;
      inputs.set(to, output);
      if (compute(to)) known.push(to);
    }
  }
  return new Map(names.map((name) => [name, { input: inputs.get(name), output: outputs.get(name) }]));
}

function fits(output: Shape, input: Shape): boolean {
  return sameShape(output, input) || (sizeOf(output) === 1 && sizeOf(input) === 1);
}
