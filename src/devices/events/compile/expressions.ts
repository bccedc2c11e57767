import type {
  AnyNode,
  BinaryExpression,
  CallExpression,
  Expression,
  LogicalExpression,
  UnaryExpression,
} from 'acorn';
import { isMathFunction, mathConstant } from './mathImports.js';
import type { OperationName } from './operations.js';
import type { Scope } from './scope.js';
import { call, constant, kindOf, operation, select, truthOf, type Value } from './values.js';

/**
 * The value of a JavaScript expression, a number or a boolean. Throws a `TypeError` that names the part that cannot be
 * compiled.
 */
export function expression(node: AnyNode, scope: Scope): Value {
  switch (node.type) {
    case 'Literal':
      if (typeof node.value === 'number' || typeof node.value === 'boolean') return constant(node.value);
      break;
    case 'Identifier':
      return scope.read(node.name) ?? GLOBALS.get(node.name) ?? scope.fail(node);
    case 'UnaryExpression':
      return unary(node, scope);
    case 'BinaryExpression':
      return binary(node, scope);
    case 'LogicalExpression':
      return logical(node, scope);
    case 'ConditionalExpression': {
      const [first, second] = [expression(node.consequent, scope), expression(node.alternate, scope)];
      return select(test(node.test, scope), scope.same(first, second, node), second);
    }
    case 'CallExpression':
      return mathCall(node, scope);
    case 'MemberExpression': {
      const value = mathConstant(mathName(node) ?? '');
      if (value !== undefined) return constant(value);
    }
  }
  return scope.fail(node);
}

/** An expression as a condition. */
export function test(node: Expression, scope: Scope): Value {
  if (node.type === 'LogicalExpression' && node.operator !== '??') {
    return operation(LOGICAL[node.operator], test(node.left, scope), test(node.right, scope));
  }
  return truthOf(expression(node, scope));
}

/** The result of an arithmetic operator, undefined for any other. */
export function arithmetic(operator: string, a: Value, b: Value): Value | undefined {
  if (operator === '**') return call('pow', [a, b]);
  if (operator === '%') return call('remainder', [a, b]);
  const name = ARITHMETIC[operator];
  return name && operation(name, a, b);
}

/** An expression that arithmetic or a comparison takes. */
export function numeric(node: AnyNode, scope: Scope): Value {
  const value = expression(node, scope);
  return kindOf(value) === 'number' ? value : scope.fail(node, `${scope.textOf(node)} as a number`);
}

const GLOBALS: ReadonlyMap<string, Value> = new Map([
  ['NaN', constant(Number.NaN)],
  ['Infinity', constant(Number.POSITIVE_INFINITY)],
]);

const ARITHMETIC: Readonly<Record<string, OperationName>> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
};

const COMPARISONS: Readonly<Record<string, OperationName>> = {
  '<': 'less',
  '<=': 'atMost',
  '>': 'greater',
  '>=': 'atLeast',
  '===': 'equal',
  '==': 'equal',
  '!==': 'unequal',
  '!=': 'unequal',
};

const LOGICAL = { '&&': 'and', '||': 'or' } as const;

const UNARY: ReadonlySet<string> = new Set(['abs', 'sqrt', 'ceil', 'floor', 'trunc']);

function unary(node: UnaryExpression, scope: Scope): Value {
  if (node.operator === '!') return operation('not', test(node.argument, scope));
  if (node.operator === '-') return operation('negate', numeric(node.argument, scope));
  if (node.operator === '+') return numeric(node.argument, scope);
  return scope.fail(node);
}

function binary(node: BinaryExpression, scope: Scope): Value {
  const comparison = COMPARISONS[node.operator];
  if (!comparison && !ARITHMETIC[node.operator] && node.operator !== '**' && node.operator !== '%') {
    scope.fail(node, `${scope.textOf(node)} (${node.operator})`);
  }
  const [a, b] = [numeric(node.left, scope), numeric(node.right, scope)];
  return comparison ? operation(comparison, a, b) : arithmetic(node.operator, a, b)!;
}

/** `&&` and `||` give one of their operands, as in JavaScript. */
function logical(node: LogicalExpression, scope: Scope): Value {
  if (node.operator === '??') return scope.fail(node, `${scope.textOf(node)} (??)`);
  const [a, b] = [expression(node.left, scope), expression(node.right, scope)];
  scope.same(a, b, node);
  if (kindOf(a) === 'truth') return operation(LOGICAL[node.operator], a, b);
  return node.operator === '&&' ? select(truthOf(a), b, a) : select(truthOf(a), a, b);
}

function mathCall(node: CallExpression, scope: Scope): Value {
  const name = mathName(node.callee);
  if (name === undefined || !isMathFunction(name)) return scope.fail(node, `${scope.textOf(node.callee)}()`);
  const args = node.arguments.map((argument) => numeric(argument, scope));
  const [x] = args;
  if ((name === 'min' || name === 'max') && x) return args.reduce((a, b) => operation(name, a, b));
  if (args.length !== 1 || !x) return call(name, args);
  if (name === 'fround') return x;
  if (name === 'sign') return sign(x);
  return UNARY.has(name) ? operation(name as OperationName, x) : call(name, args);
}

/** 0, -0 and NaN are their own signs. */
function sign(x: Value): Value {
  const zero = constant(0);
  const atMostZero = select(operation('less', x, zero), constant(-1), x);
  return select(operation('greater', x, zero), constant(1), atMostZero);
}

/** `exp` of `Math.exp`. */
function mathName(node: AnyNode): string | undefined {
  if (node.type !== 'MemberExpression' || node.computed || node.property.type !== 'Identifier')
    return undefined;
  return node.object.type === 'Identifier' && node.object.name === 'Math' ? node.property.name : undefined;
}
