import { oneOf } from '../../check.js';
import type { StepFunction } from '../../devices/model.js';
import type { TensorLike } from '../../tensor.js';
import type { LayerOperator } from '../layer.js';
import { neuronLayer } from '../neuron.js';
import type { Setting } from '../setting.js';
import { type Given, parametersOf } from './parameters.js';
import type { Semantics } from './semantics.js';

/** One step of a membrane, which returns its new potential `v`, and the constants that it reads. */
export interface Membrane {
  readonly step: StepFunction;
  readonly params: Readonly<Record<string, Setting>>;
}

/** A membrane for each of the semantics that a neuron has. */
export type Membranes = { readonly [Known in Semantics]?: (given: Given) => Membrane };

export interface IntegratingModel {
  readonly name: string;
  readonly membranes: Membranes;
  /** What is carried from step to step beside the membrane. Default nothing. */
  readonly currents?: readonly string[];
  /** Whether there is a threshold; the membrane is what a neuron without one puts out. */
  readonly fires: boolean;
}

/** A neuron of NIR: its membrane under the semantics asked for, then its threshold and reset. */
export function integrating(
  { name, membranes, currents = [], fires }: IntegratingModel,
  options: object,
): LayerOperator {
  const values = options as Readonly<Record<string, unknown>>;
  const semantics = (values.semantics ?? 'euler') as Semantics;
  oneOf(`${name}: semantics`, Object.keys(membranes) as Semantics[], semantics);
  const { given, constants } = parametersOf(name, values);
  const firing = fires ? { vThreshold: given('vThreshold'), vReset: given('vReset') } : {};
  const { step, params } = membranes[semantics]!(given);
  const state = ['mem', ...currents];
  const initial = state.map((of) => [of, (values[of] as TensorLike | undefined) ?? 0]);
  return neuronLayer(
    {
      name,
      state,
      params: { ...firing, ...params },
      outputs: fires ? ['spk', ...state] : state,
      step: [step, fires ? fire : pass],
    },
    Object.fromEntries(initial),
    { given: constants, options: values },
  );
}

/** The threshold, strictly, and the reset in the same step. */
function fire({ v, vThreshold, vReset }: Record<'v' | 'vThreshold' | 'vReset', number>) {
  const spk = v > vThreshold ? 1 : 0;
  return { spk, mem: spk > 0 ? vReset : v };
}

const pass = ({ v }: { readonly v: number }) => ({ mem: v });
