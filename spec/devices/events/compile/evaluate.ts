import { expect } from '@jest/globals';
import { compileNeuron } from '../../../../src/devices/events/compile/compileStep.js';
import { mathImports } from '../../../../src/devices/events/compile/mathImports.js';
import { float32 } from '../../../../src/devices/gpu/float32.js';
import type { NeuronModel } from '../../../../src/devices/model.js';

/** Numbers of a run: its inputs and the state before it. */
export interface Run {
  readonly steps: number;
  readonly samples: number;
  readonly features: number;
  readonly inputs: readonly Float32Array[];
  readonly state: readonly Float32Array[];
}

/** What a run leaves: each output, and each state after the last step. */
export type Outcome = Readonly<Record<string, Float32Array>>;

type Exports = { readonly run: (...args: readonly number[]) => void };

/** A compiled model over arrays of the host: copies them in, runs, and copies the outcome. */
export function runCompiled(model: NeuronModel, run: Run): Outcome {
  const { bytes, vectors } = compileNeuron(model);
  const memory = new WebAssembly.Memory({ initial: 1 });
  const module = new WebAssembly.Module(bytes);
  const { exports } = new WebAssembly.Instance(module, { env: { memory }, math: mathImports() });
  const outputs = model.outputs.map(() => new Float32Array(sizeOf(run)));
  const params = vectors.map((name) => model.params[name] as Float32Array);
  const arrays = [...run.inputs, ...run.state, ...params, ...outputs];
  memory.grow(1 + Math.ceil(arrays.reduce((sum, { byteLength }) => sum + byteLength + 4, 0) / 65536));
  // one number between the arrays, which must stay as it is, and no address that 16 divides
  let address = 20;
  const places = arrays.map((array) => {
    new Float32Array(memory.buffer, address, array.length).set(array);
    const place = address;
    address += array.byteLength + 4;
    new Float32Array(memory.buffer, address - 4, 1)[0] = 123;
    return place;
  });
  (exports as unknown as Exports).run(run.steps, run.samples, run.features, ...places);
  const after = arrays.map((array, i) => {
    expect(new Float32Array(memory.buffer, places[i]! + array.byteLength, 1)[0]).toBe(123);
    return new Float32Array(memory.buffer.slice(places[i]!, places[i]! + array.byteLength));
  });
  return outcome(model, after.slice(after.length - outputs.length), after.slice(run.inputs.length));
}

/** The same in JavaScript: the step's text, with each operation rounded. */
export function runRounded(model: NeuronModel, run: Run): Outcome {
  const { code } = model;
  const names = [...new Set([...model.state, ...model.outputs])];
  const results = names.map((name) => `${name}: ${code.results.get(name)}`).join(', ');
  const body = float32(`${code.body}\nreturn { ${results} };`);
  const step = new Function(...code.reads.values(), body);
  const outputs = model.outputs.map(() => new Float32Array(sizeOf(run)));
  const state = run.state.map((values) => values.slice());
  const row = run.samples * run.features;
  for (let i = 0; i < sizeOf(run); i++) {
    const value = (name: string): number => {
      const [input, held, param] = [
        model.inputs.indexOf(name),
        model.state.indexOf(name),
        model.params[name],
      ];
      if (input >= 0) return run.inputs[input]![i]!;
      if (held >= 0) return state[held]![i % row]!;
      return Math.fround(typeof param === 'number' ? param : param![i % run.features]!);
    };
    const signals = step(...[...code.reads.keys()].map(value)) as Record<string, number>;
    model.state.forEach((name, s) => {
      state[s]![i % row] = signals[name]!;
    });
    model.outputs.forEach((name, o) => {
      outputs[o]![i] = signals[name]!;
    });
  }
  return outcome(model, outputs, state);
}

/** Both agree, bit for bit but for the kind of a NaN. */
export function expectSame(model: NeuronModel, run: Run): void {
  expect(runCompiled(model, run)).toEqual(runRounded(model, run));
}

function outcome(
  model: NeuronModel,
  outputs: readonly Float32Array[],
  state: readonly Float32Array[],
): Outcome {
  return Object.fromEntries([
    ...model.outputs.map((name, i) => [name, outputs[i]!]),
    ...model.state.map((name, i) => [`${name} after`, state[i]!]),
  ]);
}

function sizeOf({ steps, samples, features }: Run): number {
  return steps * samples * features;
}
