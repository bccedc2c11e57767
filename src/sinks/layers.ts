import { show } from '../check.js';
import type { Signals } from '../step.js';
import type { Tensor } from '../tensor.js';

/** A layer that was probed, or the last one where there is no name. */
export type LayerName = string | undefined;

/** One signal of a layer; a `TypeError` lists the signals that it has. */
export function signalOf(signals: Signals, signal: string, name: LayerName, operator: string): Tensor {
  const tensor = signals[signal];
  if (tensor) return tensor;
  const layer = name === undefined ? 'the last layer' : `layer '${name}'`;
  throw new TypeError(`${operator}: ${layer} has no ${signal}, it has ${Object.keys(signals).join(', ')}`);
}

/** Throws unless every name is a non-empty string. */
export function layerNames(
  operator: string,
  names: string | readonly string[] | undefined,
): readonly LayerName[] {
  if (names === undefined) return [undefined];
  const list = typeof names === 'string' ? [names] : names;
  const wrong = Array.isArray(list) ? list.find((name) => typeof name !== 'string' || name === '') : list;
  if (!Array.isArray(list) || list.length === 0 || wrong !== undefined) {
    throw new TypeError(`${operator}: layers must be names of probes, got ${show(wrong ?? names)}`);
  }
  return list;
}

/** Throws a `RangeError` unless every neuron is one of a layer of `size`. */
export function checkInside(operator: string, neurons: readonly number[], size: number): void {
  const outside = neurons.find((neuron) => neuron >= size);
  if (outside !== undefined)
    throw new RangeError(`${operator}: neuron ${outside} is not among the layer's ${size}`);
}
