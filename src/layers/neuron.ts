import {
  defineModel,
  type ModelOptions,
  type NeuronModel,
  type Parameter,
  type StepFunction,
} from '../devices/model.js';
import { optionsOf } from '../options.js';
import type { TensorLike } from '../tensor.js';
import { type LayerDefinition, type LayerOperator, layer } from './layer.js';
import { constantsOf, type Live, type Setting, setting, type Varying, varyingOf } from './setting.js';
import { checkSizes, initialState, named, sized, spreading } from './values.js';

/** The values that a step function reads: the input current, the state, and the parameters. */
export type StepValues<State, Params> = { readonly cur: number } & {
  readonly [Name in keyof State | keyof Params]: number;
};

export interface NeuronOptions<State extends Values, Params extends Settings> {
  /** Signs the errors. */
  readonly name: string;
  /** What is carried from step to step, with the values before the first step: a number, one a neuron, or one each. */
  readonly state: State;
  /**
   * A number, one a channel or a neuron, or an Observable of these, whose values hold from the next step on. Default none.
   */
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

export type Settings = Readonly<Record<string, Live>>;

/**
 * A neuron of one's own. Emits, for each step, what its step function returns for the input `cur` of each neuron (the
 * currents, or the spikes where those come in), all as signals of the input's shape `[batch, ...features]`. It runs on every
 * device, in float32, each operation rounded.
 *
 * The next layer takes its spikes `spk`, and the input is among the signals as `cur`. Where the step returns no `spk`, the
 * next layer takes `cur` if that is returned, else what is returned first: the membrane of a leaky integrator.
 *
 * State is born with the first step and freed on complete, error or unsubscribe. Throws a `TypeError` where the names
 * or the form of the step do not fit; a parameter of another size than the layer goes down the error channel.
 *
 * @example
 * // the tutorial's LIF: the spike is taken from the old membrane
 * const lateLif = neuron({
 *   name: 'lateLif',
 *   state: { mem: 0 },
 *   params: { beta: 0.819, w: 0.4, threshold: 1 },
 *   step({ cur, mem, beta, w, threshold }) {
 *     const spk = mem > threshold ? 1 : 0;
 *     return { spk, mem: beta * mem + w * cur - spk * threshold };
 *   },
 * });
 */
export function neuron<State extends Values, Params extends Settings = Record<never, never>>(
  options: NeuronOptions<State, Params>,
): LayerOperator {
  const names = ['name', 'state', 'params', 'step'] as const;
  const { name, state, params = {} as Params, step } = optionsOf('neuron', options, names);
  const settings = Object.entries(params).map(([param, value]) => [param, setting(name, param, value)]);
  const shared = { name, state: Object.keys(state), params: Object.fromEntries(settings) };
  return neuronLayer({ ...shared, step: step as StepFunction }, state);
}

/** A model whose parameters may vary; those that do are inputs of every step. */
export type VaryingModel = Omit<ModelOptions, 'inputs' | 'params'> & {
  /** Signals that come from outside. Default `cur` alone. */
  readonly inputs?: readonly string[];
  readonly params: Readonly<Record<string, Setting>>;
};

export interface DefinedModel {
  readonly model: NeuronModel;
  readonly varying: Readonly<Record<string, Varying>>;
}

export function defineVarying({ inputs = ['cur'], params, ...rest }: VaryingModel): DefinedModel {
  const varying = varyingOf(params);
  const all = [...inputs, ...Object.keys(varying)];
  return { model: defineModel({ ...rest, inputs: all, params: constantsOf(params) }), varying };
}

export interface NeuronLayerOptions {
  /** What parameters were computed from, for errors to name. Default nothing. */
  readonly given?: Readonly<Record<string, Parameter>>;
  /** What the layer says that it was made of. */
  readonly options?: LayerDefinition['options'];
}

/** A model with one input as a layer: the device runs one step of it after the other. */
export function neuronLayer(
  varyingModel: VaryingModel,
  initial: Values,
  { given = {}, options }: NeuronLayerOptions = {},
): LayerOperator {
  const { model, varying } = defineVarying(varyingModel);
  const stateFor = initialState(model.name, model.state, initial);
  const fires = model.outputs.includes('spk');
  const carried = model.state.map((name) => model.outputs.indexOf(name));
  return layer({
    name: model.name,
    makes: fires ? 'spk' : 'cur',
    options,
    varying,
    start({ device, shape, block, now }) {
      checkSizes(model.name, given, shape);
      let state = stateFor(shape);
      const settings = spreading(model.name, Object.keys(varying), shape, now);
      const operation = device.neuron(sized(model, shape), shape, block);
      return {
        next(input) {
          const made = operation.run([input, ...settings()], state);
          state = carried.map((output) => made[output]!);
          // what follows a neuron without spikes takes what it makes, not its input
          return named(model.outputs, made, fires ? { cur: input } : {});
        },
        save: () => state,
        load(saved) {
          state = saved;
        },
        free: () => operation.free(),
      };
    },
  });
}
