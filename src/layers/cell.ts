import type { DenseWeights, Device } from '../devices/device.js';
import type { NeuronModel } from '../devices/model.js';
import { aside } from '../devices/view.js';
import { layoutOf, type Shape } from '../shape.js';
import type { Signals } from '../step.js';
import type { Tensor } from '../tensor.js';
import { named, sized } from './values.js';

/** The neurons of a layer at work on a device, one step after the other. */
export interface Cell {
  /** The signals of a step from its inputs, the values of the settings that vary, and the state before it. */
  run(inputs: readonly Tensor[], settings: readonly Tensor[], state: readonly Tensor[]): Signals;
  free(): void;
}

/** Neurons that do not depend on each other. */
export function single(device: Device, model: NeuronModel, shape: Shape): Cell {
  const operation = device.neuron(sized(model, shape), shape);
  return {
    run: (inputs, settings, state) => named(model.outputs, operation.run([...inputs, ...settings], state)),
    free: () => operation.free(),
  };
}

/** Neurons to which their spikes of the step before, the first of the state, come back as the input `rec`. */
export function looped(
  device: Device,
  model: NeuronModel,
  weights: DenseWeights,
  shape: Shape,
  block: number,
): Cell {
  const operation = device.recurrent?.(sized(model, shape), weights, shape, block);
  if (!operation) return fedBack(device, weights, shape, single(device, model, shape));
  return {
    run: ([cur], settings, state) => named(model.outputs, operation.run([cur!, ...settings], state)),
    free: () => operation.free(),
  };
}

/** A cell whose input `rec` is made here, step by step. */
export function fedBack(device: Device, weights: DenseWeights, shape: Shape, cell: Cell): Cell {
  const loop = device.dense(weights, layoutOf(shape).batch);
  return {
    run([cur], settings, [spk, ...state]) {
      const [rec] = loop.run([aside(spk!)]);
      return cell.run([cur!, rec!], settings, state);
    },
    free() {
      cell.free();
      loop.free();
    },
  };
}

/**
 * Neurons of which one may fire in each sample: a first pass finds how far each is above its threshold, a second, with the
 * input `win` after the others, lets the winner fire.
 */
export function competing(device: Device, compete: NeuronModel, fire: NeuronModel, shape: Shape): Cell {
  const [first, choose, second] = [
    device.neuron(sized(compete, shape), shape),
    device.winner(shape),
    device.neuron(sized(fire, shape), shape),
  ];
  return {
    run(inputs, settings, state) {
      const [above] = first.run([...inputs, ...settings], state);
      const [win] = choose.run([above!]);
      return named(fire.outputs, second.run([...inputs, win!, ...settings], state));
    },
    free() {
      for (const operation of [first, choose, second]) operation.free();
    },
  };
}
