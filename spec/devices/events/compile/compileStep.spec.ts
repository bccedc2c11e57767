import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileNeuron } from '../../../../src/devices/events/compile/compileStep.js';
import { defineModel, type ModelOptions } from '../../../../src/devices/model.js';
import { rand } from '../../../../src/index.js';
import { leakySteps } from '../../../../src/layers/leaky.js';
import { izhikevichModel } from '../../../helpers/models.js';
import { expectSame, runCompiled, runRounded } from './evaluate.js';

/** The step of `leaky`, as a model of its own. */
const leaky = (params: ModelOptions['params']) =>
  defineModel({
    name: 'leaky',
    inputs: ['cur'],
    state: ['mem'],
    params: { threshold: 1, graded: 1, height: 1, subtract: 1, clear: 0, zero: 0, now: 0, win: 1, ...params },
    outputs: ['spk', 'mem'],
    step: leakySteps,
  });

const izhikevich = defineModel({ ...izhikevichModel, inputs: ['cur'], state: ['v', 'u'] });

/** Numbers from 0 to `scale`. */
const numbers = (size: number, seed: number, scale = 1) =>
  rand([size + 1], { seed })
    .data.subarray(0, size)
    .map((x) => x * scale);

describe('compileNeuron', () => {
  it('runs leaky neurons as JavaScript does, whatever their parameters, counts and samples', () => {
    const one = fc.float({ min: Math.fround(0.125), max: 2, noNaN: true });
    const param = fc.oneof(one, fc.array(one, { minLength: 9, maxLength: 9 }));
    const cases = fc.record({
      beta: param,
      threshold: param,
      graded: param,
      height: param,
      reset: fc.constantFrom({ subtract: 1, zero: 0 }, { subtract: 0, zero: 1 }, { subtract: 0, zero: 0 }),
      now: fc.constantFrom(0, 1),
      features: fc.integer({ min: 1, max: 9 }),
      samples: fc.integer({ min: 1, max: 4 }),
      steps: fc.integer({ min: 0, max: 30 }),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(cases, ({ reset, features, samples, steps, seed, now, ...params }) => {
        const sized = Object.entries(params).map(([name, value]) => [
          name,
          typeof value === 'number' ? value : Float32Array.from(value.slice(0, features)),
        ]);
        const inputs = [numbers(steps * samples * features, seed, 1.5)];
        const state = [numbers(samples * features, seed + 1)];
        const model = leaky({ ...reset, now, ...Object.fromEntries(sized) });
        expectSame(model, { steps, samples, features, inputs, state });
      }),
      { numRuns: 300 },
    );
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9])('runs %i of Izhikevich neurons for many steps', (features) => {
    const [steps, samples] = [400, 3];
    const state = [new Float32Array(samples * features).fill(-65), new Float32Array(samples * features)];
    const run = { steps, samples, features, inputs: [numbers(steps * samples * features, 1, 30)], state };
    expectSame(izhikevich, run);
    expect(runCompiled(izhikevich, run).spk!.reduce((a, b) => a + b)).toBeGreaterThan(20);
  });

  it('carries a state that is not returned, and reads several inputs', () => {
    const model = defineModel({
      name: 'sum',
      inputs: ['cur', 'win'],
      state: ['sum', 'turns'],
      params: { gain: Float32Array.of(1, 2, 3, 4, 5) },
      outputs: ['spk'],
      step: ({ cur, win, sum, turns: n, gain }) => ({
        sum: sum + cur * gain,
        turns: n + win,
        spk: sum > n ? win : 0,
      }),
    });
    expect(compileNeuron(model).vectors).toEqual(['gain']);
    const inputs = [numbers(60, 1), numbers(60, 2)];
    const run = { steps: 6, samples: 2, features: 5, inputs, state: [numbers(10, 3), numbers(10, 4)] };
    expectSame(model, run);
  });

  it('keeps the value of before where a step swaps its states', () => {
    const swap = defineModel({
      name: 'swap',
      inputs: ['cur'],
      state: ['a', 'b'],
      params: {},
      step: ({ a, b }) => ({ a: b, b: a }),
    });
    const state = [Float32Array.of(1, 2, 3, 4, 5), Float32Array.of(-1, -2, -3, -4, -5)];
    const { a } = runCompiled(swap, {
      steps: 2,
      samples: 1,
      features: 5,
      inputs: [new Float32Array(10)],
      state,
    });
    expect([...a!]).toEqual([-1, -2, -3, -4, -5, 1, 2, 3, 4, 5]);
  });

  it('does nothing for no neurons, samples or steps', () => {
    for (const [steps, samples, features] of [[0, 1, 5] as const, [2, 0, 5] as const, [2, 3, 0] as const]) {
      const inputs = [new Float32Array(0)];
      const state = [numbers(samples * features, 1)];
      const run = { steps, samples, features, inputs, state };
      expect(runCompiled(leaky({ beta: 0.5 }), run)).toEqual(runRounded(leaky({ beta: 0.5 }), run));
    }
  });

  it('imports no more of Math than the step calls', () => {
    const model = (params: ModelOptions['params']) =>
      defineModel({
        name: 'decay',
        inputs: ['cur'],
        state: ['mem'],
        params,
        step: ({ cur, mem, tau }) => ({ mem: mem * Math.exp(-1 / tau) + Math.max(cur, 0) }),
      });
    const names = (options: ModelOptions['params']) =>
      WebAssembly.Module.imports(new WebAssembly.Module(compileNeuron(model(options)).bytes)).map(
        ({ module, name }) => `${module}.${name}`,
      );
    expect(names({ tau: Float32Array.of(5) })).toEqual(['env.memory', 'math.exp']);
    expect(names({ tau: 5 })).toEqual(['env.memory']);
  });
});
