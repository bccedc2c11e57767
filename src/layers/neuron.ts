import type { Operation } from '../devices/device.js';
import { defineModel, type NeuronModel, type StepFunction } from '../devices/model.js';
import type { Tensor, TensorLike } from '../tensor.js';
import { type LayerOperator, layer, type RunningLayer } from './layer.js';
import { checkSizes, initialState, named, parameters } from './values.js';

/** The values that a step function reads: the input current, the state, and the parameters. */
export type StepValues<State, Params> = { readonly cur: number } & {
  readonly [Name in keyof State | keyof Params]: number;
};

export interface NeuronOptions<State extends Values, Params extends Values> {
  /** Signs the errors. */
  readonly name: string;
  /** What is carried from step to step, with the values before the first step: a number, one a neuron, or one each. */
  readonly state: State;
  /** Constants: a number, or one a neuron. Default none. */
  readonly params?: Params;
  /**
   * One time step of one neuron. It returns the neuron's signals and its new state by name. It is read as text and
   * compiled for the device, so it uses nothing but its values, `Math`, `const`/`let`, `if` and `? :`.
   */
  readonly step: (
    values: StepValues<State, Params>,
  ) => { readonly [Name in keyof State]: number } & Record<string, number>;
}

export type Values = Readonly<Record<string, TensorLike>>;

/**
 * A neuron of one's own. Emits, for each step, what its step function returns for the input `cur` of each neuron (the
 * currents, or the spikes where those come in), all as signals of the input's shape `[batch, ...features]`, and
 * `cur` itself. It runs on every device, in float32, each operation rounded.
 *
 * State is born with the first step and freed on complete, error or unsubscribe. Throws a `TypeError` where the names
 * or the form of the step do not fit; a parameter of another size than the layer goes down the error channel.
 *
 * @example
 * // the tutorial's LIF: the spike is taken from the old membrane
 * const lif = neuron({
 *   name: 'lif',
 *   state: { mem: 0 },
 *   params: { beta: 0.819, w: 0.4, threshold: 1 },
 *   step({ cur, mem, beta, w, threshold }) {
 *     const spk = mem > threshold ? 1 : 0;
 *     return { spk, mem: beta * mem + w * cur - spk * threshold };
 *   },
 * });
 */
export function neuron<State extends Values, Params extends Values = Record<never, never>>(
  options: NeuronOptions<State, Params>,
): LayerOperator {
  const { name, state, params = {} as Params, step } = options;
  const model = defineModel({
    name,
    inputs: ['cur'],
    state: Object.keys(state),
    params: parameters(name, params),
    step: step as StepFunction,
  });
  return neuronLayer(model, state);
}

/** A model with one input as a layer: the device runs one step of it after the other. */
export function neuronLayer(model: NeuronModel, initial: Values): LayerOperator {
  const start = initialState(model, initial);
  return layer(model.name, (device, shape, block) => {
    checkSizes(model, shape);
    return running(model, start(shape), device.neuron(model, shape, block));
  });
}

function running(model: NeuronModel, initial: readonly Tensor[], operation: Operation): RunningLayer {
  let state = initial;
  return {
    next(input) {
      const signals = named(model.outputs, operation.run([input], state));
      state = model.state.map((name) => signals[name]!);
      return { cur: input, ...signals };
    },
    free: () => operation.free(),
  };
}
