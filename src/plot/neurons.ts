import { show } from '../check.js';
import { describeShape, type Shape, sizeOf } from '../shape.js';
import { numbers, wholeNumber } from './check.js';
import { type Axis, wholeTicks } from './ticks.js';
import { plural } from './words.js';

/** A layer as the vertical axis of a panel: all its neurons in a row, the first at the bottom. */
export interface Neurons {
  /** Size of the layer: the vertical axis always shows all of it. */
  readonly neurons: number;
  /** The layer's feature dimensions, row-major: [28, 28]. With several, the ticks stand where its rows begin. */
  readonly shape?: Shape | undefined;
}

/** What errors call a panel: 'raster: panel 0', or by its title. */
export function panelName(
  operator: string,
  { title }: { title?: string | undefined },
  index: number,
): string {
  return `${operator}: panel ${title === undefined ? index : `'${title}'`}`;
}

/** The spikes of a layer. */
export interface SpikeList extends Neurons {
  /** The step of each spike, 0 to `steps - 1`. Kept, not copied. */
  readonly t: ArrayLike<number>;
  /** The neuron of each spike, 0 to `neurons - 1`. Kept, not copied. */
  readonly id: ArrayLike<number>;
}

/** Throws unless all spikes lie in the layer and in `steps` steps; returns their number. */
export function checkSpikes(what: string, layer: SpikeList, steps: number): number {
  const { neurons, t, id } = layer;
  checkNeurons(what, layer);
  numbers(`${what}: t`, t);
  numbers(`${what}: id`, id);
  if (t.length !== id.length)
    throw new RangeError(`${what} has ${t.length} times but ${id.length} neuron indices`);
  for (let i = 0; i < t.length; i++) {
    if (!(t[i]! >= 0 && t[i]! < steps))
      throw new RangeError(`${what}: times must lie in 0 to ${steps - 1}, got ${t[i]}`);
    if (!(id[i]! >= 0 && id[i]! < neurons))
      throw new RangeError(`${what}: neuron indices must lie in 0 to ${neurons - 1}, got ${id[i]}`);
  }
  return t.length;
}

export function checkNeurons(what: string, { neurons, shape }: Neurons): void {
  wholeNumber(`${what}: neurons`, neurons);
  if (shape === undefined) return;
  if (!Array.isArray(shape))
    throw new TypeError(`${what}: shape must be an array of sizes, got ${show(shape)}`);
  if (sizeOf(shape) !== neurons)
    throw new RangeError(`${what}: shape ${describeShape(shape)} does not hold ${plural(neurons, 'neuron')}`);
}

/** '28 × 28 neurons', or '784 neurons' where they have no further dimensions. */
export function describeNeurons({ neurons, shape = [] }: Neurons): string {
  return shape.length > 1 ? `${shape.join(' × ')} neurons` : plural(neurons, 'neuron');
}

/** Half a neuron of air at both ends; the ticks count whole rows where the layer has rows, else neurons. */
export function neuronAxis({ neurons, shape = [] }: Neurons): Omit<Axis, 'title'> {
  const row = shape.length > 1 ? shape.at(-1)! : 1;
  const format = (value: number) => value.toLocaleString('en-US');
  return {
    low: -0.5,
    high: neurons - 0.5,
    ticks: (count) => {
      if (row === 1) return wholeTicks(0, neurons - 1, count);
      const rows = wholeTicks(0, (neurons - 1) / row, Math.min(count, 6));
      return rows.map(({ value }) => ({ value: value * row, label: format(value * row) }));
    },
  };
}
