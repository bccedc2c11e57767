import type { NirArray, NirLeaf, NirMetadata, NirNode, NirValue } from '../io/nir/nodes.js';
import type { LayerOperator } from '../layers/layer.js';
import { leaky } from '../layers/leaky.js';
import { SEMANTICS, type Semantics } from '../layers/nir/semantics.js';
import { synaptic } from '../layers/synaptic.js';
import type { NirNetworkOptions } from './fromNir.js';
import type { Discretisation } from './layerFor.js';
import { nodeFor } from './nodeFor.js';

/** The group of a node's metadata that holds what NIR has no words for. */
export const OURS = 'rxsnn';

/** Layers whose reset NIR cannot express, with what makes them of their options. */
export const KEPT: Readonly<Record<string, (options: never) => LayerOperator>> = { leaky, synaptic };

/** dt and semantics of a node: as asked for, else as its metadata say, else steps of 0.1 ms by Euler's method. */
export function howFor(metadata: NirMetadata | undefined, options: NirNetworkOptions): Discretisation {
  const { dt, semantics } = ours(metadata);
  return {
    dt: options.dt ?? (typeof dt === 'number' && dt > 0 ? dt : 1e-4),
    semantics: options.semantics ?? (isSemantics(semantics) ? semantics : 'euler'),
  };
}

/**
 * The layer that a node was written from, where NIR cannot express it: its options lie in the metadata. `undefined` where
 * there are none, where other steps or semantics are asked for, and where the node's own parameters were changed since.
 */
export function kept(node: NirLeaf, { dt, semantics }: NirNetworkOptions): LayerOperator | undefined {
  const { layer: name, options, ...saved } = ours(node.metadata);
  if (typeof name !== 'string' || !Object.hasOwn(KEPT, name) || typeof saved.dt !== 'number')
    return undefined;
  if (semantics !== undefined || (dt !== undefined && dt !== saved.dt)) return undefined;
  const operator = KEPT[name]!(options as never);
  const [, { shape }] = arraysOf(node)[0]!;
  return sameParameters(node, nodeFor(operator.layer, { shape, dt: saved.dt })) ? operator : undefined;
}

/** Steps of the delayed edge that a node was written from; `undefined` for others, and where other steps are asked for. */
export function keptEdge(node: NirNode, { dt }: NirNetworkOptions): number | undefined {
  if (node.type !== 'Delay') return undefined;
  const { edge, dt: saved } = ours(node.metadata);
  const isKept = typeof edge === 'number' && Number.isSafeInteger(edge) && edge > 0;
  return isKept && (dt === undefined || dt === saved) ? edge : undefined;
}

function sameParameters(a: NirLeaf, b: NirLeaf): boolean {
  const others = new Map(arraysOf(b));
  return (
    a.type === b.type &&
    arraysOf(a).every(([name, { data }]) => data.every((value, i) => value === others.get(name)?.data[i]))
  );
}

function arraysOf(node: NirLeaf): [string, NirArray][] {
  return Object.entries(node).filter((entry): entry is [string, NirArray] => {
    const { data } = (entry[1] ?? {}) as Partial<NirArray>;
    return data instanceof Float32Array;
  });
}

function ours(metadata: NirMetadata | undefined): NirMetadata {
  const group = metadata?.[OURS];
  return typeof group === 'object' && !Array.isArray(group) ? (group as NirMetadata) : {};
}

function isSemantics(value: NirValue | undefined): value is Semantics {
  return SEMANTICS.includes(value as Semantics);
}
