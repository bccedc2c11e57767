import type { Observable } from 'rxjs';
import { type LayerOperator, layer } from '../layers/layer.js';
import type { Varying } from '../layers/setting.js';
import { optionsOf } from '../options.js';
import type { Step, StepLike } from '../step.js';
import type { Edge } from './edges.js';
import { type Graph, graphOf, type NetworkDefinition, type Nodes } from './graph.js';
import type { Marker } from './markers.js';
import { run } from './run.js';
import { shapesOf } from './shapes.js';

/** A network as an operator; it can be a node of another one. */
export interface NetworkOperator<Kept extends string = string> {
  readonly layer: NetworkDefinition;
  <Layer extends string = never>(
    source: Observable<Step<Layer>> | Observable<StepLike>,
  ): Observable<Step<Layer | Kept>>;
}

/** What a network keeps: the signals of each node under its name, of nodes in nested networks as in `'sub.hidden'`. */
export type KeptNames<Given> = {
  [Name in keyof Given & string]: Given[Name] extends NetworkOperator<infer Inner>
    ? Name | `${Name}.${Inner}`
    : Given[Name] extends Marker<'input'>
      ? never
      : Name;
}[keyof Given & string];

/** What may stand at the ends of an edge. */
type EndNames<Given> = (keyof Given & string) | 'input' | 'output' | `${keyof Given & string}.${string}`;

export interface NetworkOptions<Given extends Nodes = Nodes> {
  /** Layers, networks, `input()` and `output()` by name. `input` and `output` need not be listed. */
  readonly nodes: Given;
  /** Paths along nodes, as in `['input', 'fc1', 'lif1']`, or `{ from, to, delay }`. */
  readonly edges: readonly Edge<EndNames<Given>>[];
}

/**
 * Layers that are joined by the edges of a graph, as one layer. Emits, for each step, the signals of the node that leads
 * to the output, and keeps those of every node under its name, as `probe` does: `step.layers.hidden.spk`; those of a
 * nested network's nodes as `step.layers['sub.hidden']`.
 *
 * A node takes in the spikes (or the currents) of the node that an edge comes from; where several edges lead to a node
 * they are summed, in their order, in float32. Its signals have the names that they have in a pipe: pooled or delayed spikes
 * are spikes, sums are currents. An edge that closes a cycle delivers what its node made in the step
 * before, zeros in the first step: it is the edge a -> b for which b is still on the path of a depth-first search that
 * starts at the inputs, follows edges in their order, and reaches a. `{ from, to, delay }` delays an edge by so many
 * steps.
 *
 * A chain of nodes gives the numbers of the same layers in a pipe. Layers on a cycle compute step by step, the others in
 * the stream's blocks. Shapes follow from the first step. State is born with it and freed once on complete, error or
 * unsubscribe. Settings of the nodes may vary; `flow.parts` holds the state of all of them as one.
 *
 * Throws a `TypeError` for an edge whose end is not there, an edge that is there twice, a node that no edge leads to,
 * and where there is no input or no output. Shapes that do not fit go down the error channel, with the names of the nodes.
 * Source of the rule for cycles, and of the words: NIR (https://doi.org/10.1038/s41467-024-52259-9).
 *
 * @example
 * const recurrent = network({
 *   nodes: { fc: linear(fc1), lif: leaky({ beta: 0.9 }), rec: linear(Linear.init(20, 20)) },
 *   edges: [['input', 'fc', 'lif', 'output'], ['lif', 'rec', 'lif']],
 * });
 * source.pipe(recurrent, raster(['lif']), png('lif.png'));
 */
export function network<const Given extends Nodes>(
  options: NetworkOptions<Given>,
): NetworkOperator<KeptNames<Given>> {
  const { nodes, edges } = optionsOf('network', options ?? {}, ['nodes', 'edges']);
  const graph = graphOf(nodes, edges);
  const [{ inputs, outputs }, layers] = [graph, graph.layers.map((node) => node.layer)];
  const definition: NetworkDefinition = {
    name: 'network',
    graph,
    varying: varyingOf(graph),
    inputs: inputs.map(({ name }) => name),
    outputs,
    parameters: layers.reduce((sum, { parameters = 0 }) => sum + parameters, 0),
    outputShape: (shape) => shapesOf(graph, [shape]).get(outputs[0]!)!.outputs[0]!,
    synapses(shape) {
      const shapes = shapesOf(graph, [shape]);
      return graph.layers.reduce(
        (sum, { name, layer }) => sum + (layer.synapses?.(shapes.get(name)!.inputs[0]!) ?? 0),
        0,
      );
    },
    start: (context) => run(graph, context),
  };
  return layer(definition) as LayerOperator as NetworkOperator<KeptNames<Given>>;
}

/** The settings of all nodes that vary, as in `'lif.beta'`. */
function varyingOf({ layers }: Graph): Record<string, Varying> {
  const entries = layers.flatMap(({ name, layer }) =>
    Object.entries(layer.varying ?? {}).map(([option, value]) => [`${name}.${option}`, value] as const),
  );
  return Object.fromEntries(entries);
}
