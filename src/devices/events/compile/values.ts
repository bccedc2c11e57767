import { mathImports } from './mathImports.js';
import { type Kind, OPERATIONS, type OperationName } from './operations.js';

/**
 * What a step computes, as a graph without names or branches: a value that two others use is one object. Nothing in it
 * can fail or be seen from outside, so each value may be computed whether its branch is taken or not.
 */
export type Value = Constant | Read | Operation | Call;

export interface Constant {
  readonly type: 'constant';
  readonly value: number | boolean;
}

/** A number that lies in memory: an input, a state, or a parameter of one value a neuron. */
export interface Read {
  readonly type: 'read';
  readonly name: string;
}

export interface Operation {
  readonly type: 'operation';
  readonly name: OperationName;
  readonly args: readonly Value[];
}

/** An imported function of numbers, computed in float64 and rounded. */
export interface Call {
  readonly type: 'call';
  readonly name: string;
  readonly args: readonly Value[];
}

export function constant(value: number | boolean): Constant {
  return { type: 'constant', value: typeof value === 'number' ? Math.fround(value) : value };
}

export function read(name: string): Read {
  return { type: 'read', name };
}

/** An operation's result: a constant where its arguments are, an argument where the operation changes nothing. */
export function operation(name: OperationName, ...args: readonly Value[]): Value {
  if (args.every(isConstant)) return constant(OPERATIONS[name].known(...args.map(({ value }) => value)));
  return unchanged(name, args) ?? { type: 'operation', name, args };
}

export function call(name: string, args: readonly Value[]): Value {
  if (!args.every(isConstant)) return { type: 'call', name, args };
  return constant(mathImports()[name]!(...args.map(({ value }) => value as number)));
}

/** `first` where `test` holds, else `second`; both numbers or both booleans. */
export function select(test: Value, first: Value, second: Value): Value {
  if (first === second) return first;
  if (isConstant(test)) return test.value ? first : second;
  if (kindOf(first) === 'number') return operation('select', first, second, test);
  const otherwise = operation('and', operation('not', test), second);
  return operation('or', operation('and', test, first), otherwise);
}

/** Whether JavaScript takes a value for true: a number is, unless it is 0, -0 or NaN. */
export function truthOf(value: Value): Value {
  return kindOf(value) === 'truth' ? value : operation('greater', operation('abs', value), constant(0));
}

export function kindOf(value: Value): Kind {
  if (value.type === 'operation') return OPERATIONS[value.name].result;
  return value.type === 'constant' && typeof value.value === 'boolean' ? 'truth' : 'number';
}

export function isConstant(value: Value): value is Constant {
  return value.type === 'constant';
}

/** Only what holds for every number: 0 * x is NaN for an infinite x, and x + 0 is 0 for -0. */
function unchanged(name: OperationName, [a, b]: readonly Value[]): Value | undefined {
  if (name === 'multiply' && is(a, 1)) return b;
  if ((name === 'multiply' || name === 'divide') && is(b, 1)) return a;
  if (name === 'subtract' && is(b, 0)) return a;
  if (name === 'and') return is(a, true) ? b : is(b, true) ? a : either(a, b, false);
  if (name === 'or') return is(a, false) ? b : is(b, false) ? a : either(a, b, true);
  if (name === 'not' && a?.type === 'operation' && a.name === 'not') return a.args[0];
  return undefined;
}

function either(a: Value | undefined, b: Value | undefined, value: boolean): Value | undefined {
  return is(a, value) || is(b, value) ? constant(value) : undefined;
}

function is(value: Value | undefined, wanted: number | boolean): boolean {
  return value !== undefined && isConstant(value) && Object.is(value.value, wanted);
}
