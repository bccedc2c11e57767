import type {
  AnyNode,
  AssignmentExpression,
  ForStatement,
  UpdateExpression,
  VariableDeclaration,
} from 'acorn';
import { arithmetic, expression, numeric, test } from './expressions.js';
import { NOTHING, type Scope } from './scope.js';
import { constant, isConstant } from './values.js';

/** How often the loops of a step may turn, all together: each turn becomes code of its own. */
const MOST_TURNS = 256;

/** Runs a statement: after it, the variables in `scope` hold what they do in JavaScript. */
export function statement(node: AnyNode, scope: Scope): void {
  switch (node.type) {
    case 'EmptyStatement':
      break;
    case 'VariableDeclaration':
      declaration(node, scope);
      break;
    case 'ExpressionStatement':
      change(node.expression, scope);
      break;
    case 'BlockStatement': {
      const inner = scope.block();
      for (const child of node.body) statement(child, inner);
      break;
    }
    case 'IfStatement': {
      const { consequent, alternate } = node;
      const otherwise = () => {
        if (alternate) statement(alternate, scope);
      };
      scope.either(test(node.test, scope), () => statement(consequent, scope), otherwise, node);
      break;
    }
    case 'ForStatement':
      loop(node, scope.block());
      break;
    case 'ReturnStatement':
      scope.fail(node, 'return before its end');
      break;
    default:
      scope.fail(node);
  }
}

function declaration(node: VariableDeclaration, scope: Scope): void {
  for (const { id, init } of node.declarations) {
    if (id.type !== 'Identifier') scope.fail(id);
    // a var outlives its block, and a second one of its name is no new variable
    if (node.kind === 'var' && (scope.isBlock || scope.read(id.name))) {
      scope.fail(node, `${scope.textOf(node)} in a block or again`);
    }
    scope.declare(id.name, init ? expression(init, scope) : NOTHING, node.kind !== 'const');
  }
}

/** An assignment or an increment, the only expressions that do something. */
function change(node: AnyNode, scope: Scope): void {
  if (node.type === 'AssignmentExpression') assignment(node, scope);
  else if (node.type === 'UpdateExpression') increment(node, scope);
  else scope.fail(node, `${scope.textOf(node)} as a statement`);
}

function assignment(node: AssignmentExpression, scope: Scope): void {
  const { left, right, operator } = node;
  if (left.type !== 'Identifier') scope.fail(left);
  const value =
    operator === '='
      ? expression(right, scope)
      : arithmetic(operator.slice(0, -1), numeric(left, scope), numeric(right, scope));
  scope.assign(left.name, value ?? scope.fail(node), node);
}

function increment(node: UpdateExpression, scope: Scope): void {
  const { argument, operator } = node;
  if (argument.type !== 'Identifier') scope.fail(node);
  scope.assign(argument.name, arithmetic(operator.slice(1), numeric(argument, scope), constant(1))!, node);
}

/** Turns while the condition is known to hold. */
function loop(node: ForStatement, scope: Scope): void {
  const { init, test: condition, update, body } = node;
  if (init?.type === 'VariableDeclaration') declaration(init, scope);
  else if (init) change(init, scope);
  for (;;) {
    const more = condition ? test(condition, scope) : constant(true);
    if (!isConstant(more)) scope.fail(node, `for with ${scope.textOf(condition!)}`);
    if (!more.value) return;
    scope.source.turns += 1;
    if (scope.source.turns > MOST_TURNS) scope.fail(node, `more than ${MOST_TURNS} turns of for`);
    statement(body, scope.block());
    if (update) change(update, scope);
  }
}
