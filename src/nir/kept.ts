import type { NirMetadata, NirNode, NirValue } from '../io/nir/nodes.js';
import { alpha } from '../layers/alpha.js';
import { deltaLeaky } from '../layers/deltaLeaky.js';
import { lapicque } from '../layers/lapicque.js';
import type { LayerOperator } from '../layers/layer.js';
import { leaky } from '../layers/leaky.js';
import { SEMANTICS, type Semantics } from '../layers/nir/semantics.js';
import { isAllToAll, type RecurrenceOptions } from '../layers/recurrence.js';
import { rleaky } from '../layers/rleaky.js';
import { rsynaptic } from '../layers/rsynaptic.js';
import { synaptic } from '../layers/synaptic.js';
import type { Shape } from '../shape.js';
import type { NirNetworkOptions } from './fromNir.js';
import type { Discretisation } from './layerFor.js';
import { nodeFor } from './nodeFor.js';
import { arraysOf, sameNodes } from './sameNodes.js';

/** The group of a node's metadata that holds what NIR has no words for. */
export const OURS = 'rxsnn';

/** The layers that no NIR node describes exactly, each with the function that makes it from its options. */
export const KEPT: Readonly<Record<string, (options: never) => LayerOperator>> = {
  leaky,
  lapicque,
  synaptic,
  alpha,
  rleaky,
  rsynaptic,
  deltaLeaky,
};

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
export function kept(node: NirNode, { dt, semantics }: NirNetworkOptions): LayerOperator | undefined {
  const { layer: name, options, ...saved } = ours(node.metadata);
  if (typeof name !== 'string' || !Object.hasOwn(KEPT, name) || typeof saved.dt !== 'number')
    return undefined;
  if (semantics !== undefined || (dt !== undefined && dt !== saved.dt)) return undefined;
  const shape = layerShapeOf(node);
  if (!shape) return undefined;
  const operator = KEPT[name]!({
    ...(options as object),
    ...recurrentIn(node, options as RecurrenceOptions),
  } as never);
  return sameNodes(node, nodeFor(operator.layer, { shape, dt: saved.dt })) ? operator : undefined;
}

/** Steps of the delayed edge that a node was written from; `undefined` for others, and where other steps are asked for. */
export function keptEdge(node: NirNode, { dt }: NirNetworkOptions): number | undefined {
  if (node.type !== 'Delay') return undefined;
  const { edge, dt: saved } = ours(node.metadata);
  const isKept = typeof edge === 'number' && Number.isSafeInteger(edge) && edge > 0;
  return isKept && (dt === undefined || dt === saved) ? edge : undefined;
}

function layerShapeOf(node: NirNode): Shape | undefined {
  if (node.type !== 'NIRGraph') return arraysOf(node)[0]?.[1].shape;
  const { input } = node.nodes;
  return input?.type === 'Input' ? input.shape : undefined;
}

/**
 * The weights from all neurons to all, which are a node of the layer's graph; those from one to one are among its options.
 */
function recurrentIn(node: NirNode, options: RecurrenceOptions = {}): RecurrenceOptions {
  const weights = node.type === 'NIRGraph' && isAllToAll(options) ? node.nodes.w_rec : undefined;
  if (weights?.type === 'Affine') return { recurrent: { weight: weights.weight, bias: weights.bias } };
  return weights?.type === 'Linear' ? { recurrent: { weight: weights.weight } } : {};
}

function ours(metadata: NirMetadata | undefined): NirMetadata {
  const group = metadata?.[OURS];
  return typeof group === 'object' && !Array.isArray(group) ? (group as NirMetadata) : {};
}

function isSemantics(value: NirValue | undefined): value is Semantics {
  return SEMANTICS.includes(value as Semantics);
}
