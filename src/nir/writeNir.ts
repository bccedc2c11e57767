import { encodeNir } from '../io/nir/encodeNir.js';
import type { NirGraph } from '../io/nir/nodes.js';
import type { NetworkOperator } from '../network/network.js';
import { type ToNirOptions, translated } from './translated.js';

/**
 * The bytes of a NIR file with a network, or with a graph that `readNir` read or `toNir` made.
 *
 * Of a network, each layer that NIR has a node for becomes that node: `leaky` the LIF whose forward Euler steps of `dt`
 * are those of beta. `rleaky`, `rsynaptic`, `deltaLeaky` and an `alpha` without a reset become graphs. What NIR cannot
 * say, a reset that subtracts or comes a step later, semantics and dt, goes into the metadata, from which `network`
 * takes it back: what is read again gives the same spikes. Of a graph, `version` and `warnings` are those of the file
 * that was read, and are not written; `extra` goes into the metadata.
 *
 * Throws an `Error`, `TypeError` or `RangeError` that names the node where NIR has no such layer or a setting varies, for
 * edges to unknown nodes, names with a slash, and shapes that do not fit together.
 * Source: https://neuroir.org/docs, doi:10.1038/s41467-024-52259-9
 *
 * @example
 * const nodes = { input: input([784]), fc: linear(fc1), lif: leaky({ beta: 0.95 }) };
 * const bytes = writeNir(network({ nodes, edges: [['input', 'fc', 'lif', 'output']] }));
 */
export function writeNir(model: NetworkOperator | NirGraph, options?: ToNirOptions): Uint8Array {
  return encodeNir(typeof model === 'function' ? translated('writeNir', model, options) : model);
}
