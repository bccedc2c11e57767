import type { DenseWeights, Device } from '../devices/device.js';
import type { StepFunction } from '../devices/model.js';
import { layoutOf, type Shape } from '../shape.js';
import type { TensorLike } from '../tensor.js';
import { type Cell, competing, fedBack, looped } from './cell.js';
import { type FiringOptions, fire, firing } from './firing.js';
import { type LayerOperator, layer } from './layer.js';
import { sizesOf } from './linear.js';
import { defineVarying, type NeuronLayerOptions, neuronLayer } from './neuron.js';
import type { Setting } from './setting.js';
import { checkSizes, initialState, spreading } from './values.js';

export interface SpikingModel {
  readonly name: string;
  /** One step of the membrane without its reset: returns `base`, and the new values of the states beside `mem`. */
  readonly membrane: StepFunction | readonly StepFunction[];
  /** What it reads, and what `fire` is to read instead of what the options say. */
  readonly params: Readonly<Record<string, Setting>>;
  /** States beside `mem`. Default none. */
  readonly currents?: readonly string[];
  /** The connection that brings a layer its own spikes of the step before, as the input `rec`. Default none. */
  readonly recurrent?: DenseWeights | undefined;
  /** What parameters were computed from, for errors to name. */
  readonly given?: NeuronLayerOptions['given'];
}

/** A neuron of snnTorch's: its membrane, then how all of them fire. */
export function spiking(model: SpikingModel, options: FiringOptions): LayerOperator {
  const { name, membrane, params, currents = [], recurrent, given = {} } = model;
  const state = [...currents, 'mem'];
  const outputs = [...new Set(['spk', ...state])];
  const step = [membrane, fire].flat();
  const shared = { name, state, params: { ...firing(name, options), ...params }, step };
  const values = options as Readonly<Record<string, TensorLike | undefined>>;
  const initial = Object.fromEntries(['spk', ...state].map((of) => [of, values[of] ?? 0]));
  const alone = { ...shared, params: { ...shared.params, win: 1 } };
  if (!options.inhibition && !recurrent)
    return neuronLayer({ ...alone, outputs }, initial, { given, options: values });

  const inputs = recurrent ? ['cur', 'rec'] : ['cur'];
  const { model: neurons, varying } = defineVarying({ ...alone, inputs, outputs });
  const { model: compete } = defineVarying({ ...alone, inputs, outputs: ['above', ...state] });
  const { model: winners } = defineVarying({ ...shared, inputs: [...inputs, 'win'], outputs });
  const carried = recurrent ? ['spk', ...state] : state;
  const open = (device: Device, shape: Shape, block: number): Cell => {
    if (!options.inhibition) return looped(device, neurons, recurrent!, shape, block);
    const cell = competing(device, compete, winners, shape);
    return recurrent ? fedBack(device, recurrent, shape, cell) : cell;
  };
  const stateFor = initialState(name, carried, initial);
  const outputShape = (shape: Shape): Shape => {
    const { features } = layoutOf(shape);
    if (!recurrent || recurrent.inputs === features) return shape;
    throw new RangeError(
      `${name}: input has ${features} features, the recurrent weights take ${recurrent.inputs}`,
    );
  };
  return layer({
    name,
    makes: 'spk',
    options: values,
    varying,
    ...(recurrent ? sizesOf([recurrent]) : {}),
    outputShape,
    start({ device, shape, block, now }) {
      outputShape(shape);
      checkSizes(name, { ...given, ...neurons.params }, shape);
      const settings = spreading(name, Object.keys(varying), shape, now);
      const cell = open(device, shape, block);
      let held = stateFor(shape);
      return {
        next(cur) {
          const signals = cell.run([cur], settings(), held);
          held = carried.map((of) => signals[of]!);
          return { cur, ...signals };
        },
        save: () => held,
        load(saved) {
          held = saved;
        },
        free: () => cell.free(),
      };
    },
  });
}
