import { whole } from '../check.js';
import type { Shape } from '../shape.js';

/** A node of a network that is no layer: where steps come in or go out. */
export class Marker<Kind extends 'input' | 'output' = 'input' | 'output'> {
  constructor(
    readonly kind: Kind,
    /** Shape of one sample, where it is known beforehand. */
    readonly shape: Shape | undefined = undefined,
  ) {}
}

/**
 * A node where steps come into a network. `shape` is that of one sample, without the batch: a step of another shape is
 * then an error, and `summary` knows it.
 *
 * A network with one input takes the output of the layer before it. Where it has several, the one named `input` does so,
 * and the others take the layers that were kept upstream under their names.
 *
 * @example
 * network({ nodes: { left: input(), right: input([4]), sum: leaky({ beta: 0.9 }) },
 *   edges: [['left', 'sum'], ['right', 'sum'], ['sum', 'output']] });
 */
export function input(shape?: Shape): Marker<'input'> {
  for (const size of shape ?? []) whole('input: shape', size, { min: 1 });
  return new Marker('input', shape);
}

/**
 * A node where steps leave a network: its signals are those of the node that leads there, or `cur`, the sum, where
 * several do. Of several outputs, the one named `output`, else the first, goes to the next layer, and all are kept
 * under their names.
 */
export function output(): Marker<'output'> {
  return new Marker('output');
}
