import { parse, type ReturnStatement, type Statement } from 'acorn';
import type { NeuronModel } from '../../model.js';
import { numeric } from './expressions.js';
import { runModule } from './runFunction.js';
import { Scope } from './scope.js';
import { statement } from './statements.js';
import { constant, read, type Value } from './values.js';

export interface CompiledNeuron {
  /** A WebAssembly module that imports `env.memory` and what it needs of `mathImports()` as `math`. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The parameters that are one value a neuron, in the order of the arguments. */
  readonly vectors: readonly string[];
}

/**
 * Compiles a model to a WebAssembly module that exports
 * `run(steps, samples, features, ...inputs, ...state, ...vectors, ...outputs)`. After the three counts come byte
 * addresses of float32 arrays, multiples of 4, in the model's order: inputs and outputs `[steps, samples, features]`,
 * state `[samples, features]`, which is updated in place, vectors `[features]`.
 *
 * Each operation is rounded to float32, so the bits are those of JavaScript with `Math.fround` around each; only the
 * bits of a NaN may differ. What a step computes is the same four neurons at a time and one by one:
 *
 * 1. all of a neuron's reads come before its writes;
 * 2. both branches of an `if` and of `? :` are computed, and one is kept;
 * 3. loops are unrolled, and what is known at compile time, such as parameters of one number, is computed then;
 * 4. `+ - * /`, comparisons and `Math.abs`, `ceil`, `floor`, `max`, `min`, `sign`, `sqrt`, `trunc` are instructions,
 *    `%`, `**` and the rest of `Math` are calls of JavaScript, one a neuron.
 *
 * Throws a `TypeError` that signs with the model's name for a step that uses anything else: calls of other functions,
 * `Math.random`, comparisons in arithmetic, bit operators, `while`, `for` without constant bounds or with more than
 * 256 turns, `return` before the end.
 *
 * @example
 * const { bytes } = compileNeuron(model); // inputs cur, state mem, outputs spk, mem
 * const module = new WebAssembly.Module(bytes);
 * const { exports } = new WebAssembly.Instance(module, { env: { memory }, math: mathImports() });
 * exports.run(10, 1, 100, cur, mem, spk, memOut); // ten steps of 100 neurons
 */
export function compileNeuron(model: NeuronModel): CompiledNeuron {
  const { inputs, state, outputs, params } = model;
  const vectors = Object.keys(params).filter((name) => typeof params[name] !== 'number');
  return { bytes: runModule({ inputs, state, vectors, outputs, results: resultsOf(model) }), vectors };
}

/** What the step computes for the state and the outputs, each once. */
function resultsOf(model: NeuronModel): Map<string, Value> {
  const { code, name, state, outputs } = model;
  const names = [...new Set([...state, ...outputs])];
  const results = names.map((result) => `(${code.results.get(result)})`);
  const text = `${code.body}\nreturn [${results.join(',\n')}];`;
  const { body } = parse(text, { ecmaVersion: 2022, allowReturnOutsideFunction: true });
  const scope = new Scope({ name, text, turns: 0 });
  for (const [value, local] of code.reads) scope.declare(local, readOf(model, value), true);
  for (const child of body.slice(0, -1)) statement(child as Statement, scope);
  const { argument } = body.at(-1) as ReturnStatement;
  if (argument?.type !== 'ArrayExpression') throw new TypeError(`${name}: cannot read the source of step`);
  return new Map(names.map((result, i) => [result, numeric(argument.elements[i]!, scope)]));
}

function readOf({ inputs, state, params }: NeuronModel, name: string): Value {
  const param = params[name];
  const outside = inputs.includes(name) || state.includes(name);
  return !outside && typeof param === 'number' ? constant(param) : read(name);
}
