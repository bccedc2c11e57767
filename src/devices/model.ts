import { type Expression, type Node, type Pattern, parseExpressionAt, type Statement } from 'acorn';
import { Bounded } from './bounded.js';
import { chained } from './chain.js';
import { sourceOf } from './sourceOf.js';

/** A constant of a neuron: one number for all neurons, or one for each. */
export type Parameter = number | Float32Array;

/** One time step of one neuron: named numbers in, the neuron's signals and new state out. */
// biome-ignore lint/suspicious/noExplicitAny: the names are checked when the model is defined
export type StepFunction = (values: any) => Record<string, number>;

/** A neuron apart from all plumbing: parameters, state, and one pure step that every device runs. */
export interface NeuronModel {
  readonly name: string;
  /** Signals that come from outside, in the order of an operation's inputs. */
  readonly inputs: readonly string[];
  /** Outputs that come back as values of the step before. */
  readonly state: readonly string[];
  readonly params: Readonly<Record<string, Parameter>>;
  /** Which of the step's results an operation returns, in this order. */
  readonly outputs: readonly string[];
  readonly code: StepCode;
}

/** A step function taken apart: what it reads, its statements, and the expression of each result. */
export interface StepCode {
  /** Local variable of each value that it reads. */
  readonly reads: ReadonlyMap<string, string>;
  readonly body: string;
  readonly results: ReadonlyMap<string, string>;
}

/**
 * Reads the source text of a step function: `({ cur, mem, beta }) => ({ ... })` or with a body of statements and one
 * `return { ... }` at its end. Devices put the parts into their own kernels.
 *
 * Throws a `TypeError` that signs with `name` for any other form.
 */
function parseStep(name: string, step: StepFunction): StepCode {
  const text = `(${asExpression(String(step))})`;
  let fn: Expression;
  try {
    fn = parseExpressionAt(text, 1, { ecmaVersion: 2022 });
  } catch (error) {
    throw new TypeError(`${name}: cannot read the source of step (${(error as Error).message})`);
  }
  if (fn.type !== 'ArrowFunctionExpression' && fn.type !== 'FunctionExpression') {
    throw new TypeError(`${name}: step must be a function, got ${text.slice(1, 40)}`);
  }
  const slice = (node: Node) => sourceOf(text, node);
  const { statements, result } = split(name, fn.body);
  return {
    reads: readsOf(name, fn.params),
    body: statements.map(slice).join('\n'),
    results: resultsOf(name, result, slice),
  };
}

/** A method's text, `step({ cur }) { ... }`, is no expression; with `function` before it, it is one. */
function asExpression(text: string): string {
  return /^(async\s+)?(function\b|\(|[\w$]+\s*=>)/.test(text) ? text : `function ${text}`;
}

function split(
  name: string,
  body: Statement | Expression,
): { statements: readonly Statement[]; result: Expression } {
  if (body.type !== 'BlockStatement') return { statements: [], result: body as Expression };
  const last = body.body.at(-1);
  if (last?.type !== 'ReturnStatement' || !last.argument) {
    throw new TypeError(`${name}: step must end with return { spk, ... }`);
  }
  return { statements: body.body.slice(0, -1), result: last.argument };
}

function readsOf(name: string, params: readonly Pattern[]): Map<string, string> {
  const [pattern] = params;
  if (params.length !== 1 || pattern?.type !== 'ObjectPattern') {
    throw new TypeError(`${name}: step takes one object, as in ({ cur, mem, beta }) => ...`);
  }
  return new Map(
    pattern.properties.map((property) => {
      if (
        property.type !== 'Property' ||
        property.key.type !== 'Identifier' ||
        property.value.type !== 'Identifier'
      ) {
        throw new TypeError(`${name}: step must name each value that it reads, without defaults`);
      }
      return [property.key.name, property.value.name];
    }),
  );
}

function resultsOf(name: string, result: Expression, slice: (node: Node) => string): Map<string, string> {
  const object = result.type === 'ParenthesizedExpression' ? result.expression : result;
  if (object.type !== 'ObjectExpression') {
    throw new TypeError(`${name}: step must return an object of its signals, as in { spk, mem }`);
  }
  return new Map(
    object.properties.map((property) => {
      if (property.type !== 'Property' || property.key.type !== 'Identifier') {
        throw new TypeError(`${name}: step must name each signal that it returns`);
      }
      return [property.key.name, slice(property.value)];
    }),
  );
}

/**
 * A model before its step was read; without `outputs`, everything that the step returns. Of several step functions, each
 * reads what those before it return.
 */
export type ModelOptions = Omit<NeuronModel, 'code' | 'outputs'> & {
  readonly outputs?: readonly string[];
  readonly step: StepFunction | readonly StepFunction[];
};

/** Checks that a model's names fit together: whatever its step reads is there, and what it must return is returned. */
export function defineModel({ step, ...model }: ModelOptions): NeuronModel {
  const { name, inputs, state, params } = model;
  const code = codeOf(name, [step].flat());
  const known = [...inputs, ...state, ...Object.keys(params)];
  for (const read of code.reads.keys()) {
    if (!known.includes(read))
      throw new TypeError(`${name}: step reads '${read}', which is none of ${known.join(', ')}`);
  }
  const returned = [...code.results.keys()];
  const outputs = model.outputs ?? returned;
  for (const output of [...state, ...outputs]) {
    if (!code.results.has(output)) {
      throw new TypeError(
        `${name}: step must return '${output}', it returns ${returned.join(', ') || 'nothing'}`,
      );
    }
  }
  return { ...model, outputs, code };
}

/** What was read of step functions, by their text: the same neuron is made again for every stream. */
const codes = new Bounded<StepCode>(64);

function codeOf(name: string, steps: readonly StepFunction[]): StepCode {
  return codes.get(steps.join('\n'), () => {
    const parts = steps.map((step) => parseStep(name, step));
    return parts.length === 1 ? parts[0]! : chained(parts);
  });
}
