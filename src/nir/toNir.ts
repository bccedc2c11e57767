import type { NirGraph } from '../io/nir/nodes.js';
import type { NetworkOperator } from '../network/network.js';
import { type ToNirOptions, translated } from './translated.js';

/**
 * The NIR graph of a network. What NIR cannot say, as a reset that subtracts or comes a step later, goes into the metadata,
 * from which `network` takes it back; `warnings` names it for readers that do not. See `writeNir`.
 *
 * Throws as `writeNir` does, for what is no network too.
 */
export function toNir(network: NetworkOperator, options?: ToNirOptions): NirGraph {
  return translated('toNir', network, options);
}
