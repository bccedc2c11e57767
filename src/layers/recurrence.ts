import type { DenseWeights } from '../devices/device.js';
import type { StepFunction } from '../devices/model.js';
import type { TensorLike } from '../tensor.js';
import { type Linear, type LinearWeights, weightsOf } from './linear.js';
import { type Live, type Setting, setting } from './setting.js';

/** How a layer's spikes of the step before come back to it: all to all, by `recurrent`, or one to one, by `V`. */
export interface RecurrenceOptions {
  /** Whether each spike comes back to all neurons. Default true, or false where `V` is given. */
  readonly allToAll?: boolean;
  /** The connection from all neurons to all, for `allToAll`: a `Linear`, or `{ weight, bias }`. */
  readonly recurrent?: Linear | LinearWeights;
  /** Weight of a neuron's spike to itself, for `allToAll: false`. Default 1. */
  readonly V?: Live;
  /** Spikes before the first step, as `mem`. Default 0. */
  readonly spk?: TensorLike;
}

/** The names of `RecurrenceOptions`. */
export const RECURRENCE = ['allToAll', 'recurrent', 'V', 'spk'] as const;

export interface Recurrence {
  /** What turns a neuron's own last spike into its input `rec`, where there is no connection that does. */
  readonly steps: readonly StepFunction[];
  readonly params: Readonly<Record<string, Setting>>;
  readonly currents: readonly string[];
  readonly recurrent: DenseWeights | undefined;
}

/** The recurrence that a layer's options ask for. */
export function recurrenceOf(name: string, options: RecurrenceOptions): Recurrence {
  const { recurrent, V } = options;
  if (isAllToAll(options)) {
    if (V !== undefined) throw new TypeError(`${name}: V is for allToAll: false, recurrent for all to all`);
    if (recurrent === undefined) {
      throw new TypeError(
        `${name}: needs recurrent, a Linear from all neurons to all, or V, one weight a neuron`,
      );
    }
    const weights = weightsOf(`${name}: recurrent`, recurrent);
    return { steps: [], params: {}, currents: [], recurrent: square(name, weights) };
  }
  if (recurrent !== undefined)
    throw new TypeError(`${name}: recurrent is for allToAll: true, V for one to one`);
  return {
    steps: [oneToOne],
    params: { V: setting(name, 'V', V ?? 1) },
    currents: ['spk'],
    recurrent: undefined,
  };
}

/** Whether the options ask for a connection from all neurons to all. */
export function isAllToAll({ allToAll, recurrent, V }: RecurrenceOptions): boolean {
  return allToAll ?? (recurrent !== undefined || V === undefined);
}

const oneToOne = ({ spk: last, V }: Record<'spk' | 'V', number>) => ({ rec: last * V });

function square(name: string, weights: DenseWeights): DenseWeights {
  const { inputs, outputs } = weights;
  if (inputs === outputs) return weights;
  throw new RangeError(
    `${name}: recurrent must have as many outputs as inputs, got ${outputs} and ${inputs}`,
  );
}
