import { usualSignals } from '../recording.js';
import { layerOf, type Step } from '../step.js';
import type { Tensor } from '../tensor.js';
import { type LayerName, signalOf } from './layers.js';

/** A signal that a recording keeps. */
export interface Wanted {
  readonly layer: LayerName;
  readonly signal: string;
  /** Also the last layer's signal, where that was probed under a name. */
  readonly last: boolean;
}

/** What to keep of each layer; a signal that was asked for must be one of at least one of them. */
export function planOf(
  operator: string,
  step: Step,
  names: readonly LayerName[] | undefined,
  signals: readonly string[] | undefined,
): Wanted[] {
  const probed = Object.keys(step.layers);
  const lastName = probed.find((name) => step.layers[name] === step.signals);
  const layers = names ?? (lastName === undefined ? [...probed, undefined] : probed);
  const plan = layers.flatMap((layer) => {
    const available = Object.keys(layerOf(step, layer, operator));
    const last = layer === undefined || layer === lastName;
    const kept = signals?.filter((signal) => available.includes(signal)) ?? usualSignals(available);
    return kept.map((signal) => ({ layer, signal, last }));
  });
  for (const signal of signals ?? []) {
    if (plan.some((wanted) => wanted.signal === signal)) continue;
    signalOf(layerOf(step, layers[0], operator), signal, layers[0], operator);
  }
  return plan;
}

/** The tensors of one step that the plan names. */
export function wantedOf(operator: string, step: Step, plan: readonly Wanted[]): readonly Tensor[] {
  return plan.map(({ layer, signal }) => signalOf(layerOf(step, layer, operator), signal, layer, operator));
}
