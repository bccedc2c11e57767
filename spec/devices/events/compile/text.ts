import { defineModel, type NeuronModel, type StepFunction } from '../../../../src/devices/model.js';

/** A model from the text of a step of inputs x and y, state z, parameters k and v. */
export function modelOf(text: string, features = 7): NeuronModel {
  return defineModel({
    name: 'odd',
    inputs: ['x', 'y'],
    state: ['z'],
    params: { k: 0.3, v: Float32Array.from({ length: features }, (_, i) => i - 1.7) },
    step: new Function(`return ${text}`)() as StepFunction,
  });
}

/** A step that declares p and q, runs `body`, and returns `results`. */
export const stepText = (body: string, results: string): string =>
  `function ({ x, y, z, k, v }) { let p = x, q = 2; ${body} return ${results}; }`;
