import type { Device, Operation } from '../devices/device.js';
import type { NeuronModel } from '../devices/model.js';
import type { Shape } from '../shape.js';

/** Sums as many signals as several edges bring, in their order: ((x0 + x1) + x2) in float32. */
export function junction(device: Device, count: number, shape: Shape, block: number): Operation {
  return device.neuron(sumOf(count), shape, block);
}

function sumOf(count: number): NeuronModel {
  const inputs = Array.from({ length: count }, (_, i) => `x${i}`);
  return {
    name: 'sum',
    inputs,
    state: [],
    params: {},
    outputs: ['sum'],
    code: {
      reads: new Map(inputs.map((name) => [name, name])),
      body: '',
      results: new Map([['sum', inputs.join(' + ')]]),
    },
  };
}
