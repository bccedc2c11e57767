import type { SignalName } from '../layers/layer.js';
import { type Graph, isNetwork, type Port } from './graph.js';

/**
 * Tells under which name signals come in at a node's input, for a network whose own inputs come under the given names: as
 * spikes where one node leads there that makes spikes, else as currents, since a sum of spikes is not a spike.
 */
export function signalNames(graph: Graph, given: (input: number) => SignalName): (to: Port) => SignalName {
  const asked = new Map<string, SignalName>();
  const arriving = (to: Port): SignalName => {
    const key = `${to.node}:${to.port}`;
    const known = asked.get(key);
    if (known) return known;
    // what only leads back to itself is silent
    asked.set(key, 'cur');
    const edges = graph.edges.filter((edge) => edge.to.node === to.node && edge.to.port === to.port);
    const name = edges.length === 1 ? made(edges[0]!.from) : 'cur';
    asked.set(key, name);
    return name;
  };
  const made = ({ node, port }: Port): SignalName => {
    const input = graph.inputs.findIndex(({ name }) => name === node);
    if (input >= 0) return given(input);
    const { layer } = graph.layers.find(({ name }) => name === node)!;
    if (isNetwork(layer)) {
      const within = signalNames(layer.graph, (input) => arriving({ node, port: input }));
      return within({ node: layer.graph.outputs[port]!, port: 0 });
    }
    const { makes = 'cur' } = layer;
    return makes === 'same' ? arriving({ node, port: 0 }) : makes;
  };
  return arriving;
}
