import type { LayerDefinition } from '../layers/layer.js';
import { type Graph, isNetwork, type Port } from './graph.js';

/** Where a signal comes from: a layer or an input, so many steps before. */
export interface Source {
  readonly name: string;
  readonly delay: number;
}

export interface FlatLayer {
  /** With the names of the networks around it: `'sub.hidden'`. */
  readonly name: string;
  readonly layer: LayerDefinition;
  readonly sources: readonly Source[];
}

export interface FlatGraph {
  readonly layers: readonly FlatLayer[];
  readonly outputs: readonly { readonly name: string; readonly sources: readonly Source[] }[];
}

/** A graph without nested networks: their layers stand in their places, joined to the layers around them. */
export function flatten(
  graph: Graph,
  prefix = '',
  outside: (input: number) => readonly Source[] = (input) => [{ name: graph.inputs[input]!.name, delay: 0 }],
): FlatGraph {
  const nested = new Map<string, FlatGraph>();
  const madeBy = ({ node, port }: Port): readonly Source[] => {
    const input = graph.inputs.findIndex(({ name }) => name === node);
    if (input >= 0) return outside(input);
    return nested.get(node)?.outputs[port]?.sources ?? [{ name: `${prefix}${node}`, delay: 0 }];
  };
  const arriving = (node: string, port?: number): readonly Source[] =>
    graph.edges
      .filter(({ to }) => to.node === node && (port === undefined || to.port === port))
      .flatMap((edge) => madeBy(edge.from).map(({ name, delay }) => ({ name, delay: delay + edge.delay })));

  // sources are looked up when they are asked for, since cycles lead to networks that are still to come
  const layers = graph.layers.flatMap(({ name, layer }): readonly FlatLayer[] => {
    if (!isNetwork(layer)) {
      return [
        {
          name: `${prefix}${name}`,
          layer,
          get sources() {
            return arriving(name);
          },
        },
      ];
    }
    const inner = flatten(layer.graph, `${prefix}${name}.`, (input) => arriving(name, input));
    nested.set(name, inner);
    return inner.layers;
  });
  const outputs = graph.outputs.map((name) => ({
    name,
    get sources() {
      return arriving(name);
    },
  }));
  return { layers, outputs };
}
