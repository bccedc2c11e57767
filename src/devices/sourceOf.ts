import type { Expression, Node, UnaryExpression } from 'acorn';
import { isNode } from './syntax.js';

/**
 * The source text of a node, with what minifiers make of `a > b ? 1 : 0` made plain again: a kernel's language does not
 * take `+(a > b)`, the boolean as a number.
 */
export function sourceOf(text: string, node: Node): string {
  let source = '';
  let at = node.start;
  for (const { start, end, argument } of truthsAsNumbers(node)) {
    source += `${text.slice(at, start)}(${sourceOf(text, argument)} ? 1 : 0)`;
    at = end;
  }
  return source + text.slice(at, node.end);
}

/** The outermost conversions in a node, in the order of the text. */
function truthsAsNumbers(node: Node): readonly UnaryExpression[] {
  const unary = node as UnaryExpression;
  if (node.type === 'UnaryExpression' && unary.operator === '+' && isTruth(unary.argument)) return [unary];
  return Object.values(node)
    .flat()
    .filter(isNode)
    .flatMap(truthsAsNumbers)
    .sort((a, b) => a.start - b.start);
}

const COMPARISONS = new Set(['<', '<=', '>', '>=', '==', '===', '!=', '!==']);

function isTruth(node: Expression): boolean {
  if (node.type === 'ParenthesizedExpression') return isTruth(node.expression);
  if (node.type === 'BinaryExpression') return COMPARISONS.has(node.operator);
  return node.type === 'UnaryExpression' && node.operator === '!';
}
