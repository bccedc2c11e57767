import { type AnyNode, parse } from 'acorn';
import { isNode } from '../syntax.js';

/**
 * Puts `Math.fround` around every arithmetic operation of `statements` and rounds their numbers, so that JavaScript,
 * which computes in float64, gives what a float32 processor does. Indices are left alone.
 */
export function float32(statements: string): string {
  const edits: Edit[] = [];
  visit(parse(statements, { ecmaVersion: 2022, allowReturnOutsideFunction: true }), statements, edits);
  return apply(statements, edits);
}

interface Edit {
  readonly at: number;
  readonly text: string;
  /** Of two edits at one place, the higher comes first. */
  readonly order: number;
  readonly remove?: number;
}

const ARITHMETIC = new Set(['+', '-', '*', '/', '%', '**']);

function visit(node: AnyNode, source: string, edits: Edit[], parent?: AnyNode): void {
  if (node.type === 'BinaryExpression' && ARITHMETIC.has(node.operator)) wrap(node, edits);
  if (node.type === 'Literal' && typeof node.value === 'number' && Math.fround(node.value) !== node.value) {
    edits.push({ at: node.start, remove: node.end, order: 0, text: String(Math.fround(node.value)) });
  }
  if (node.type === 'CallExpression' && isMath(node.callee)) wrap(node, edits);
  if (node.type === 'MemberExpression' && isMath(node) && parent?.type !== 'CallExpression')
    wrap(node, edits);
  if (node.type === 'ExpressionStatement' && node.expression.type === 'UpdateExpression') {
    const { operator, argument, end } = node.expression;
    const { name } = argument as { name?: string };
    const text = `${name} = Math.fround(${name} ${operator[0]} 1)`;
    if (name) edits.push({ at: node.start, remove: end, order: 0, text });
  }
  if (node.type === 'AssignmentExpression' && ARITHMETIC.has(node.operator.slice(0, -1))) {
    const { left, operator } = node;
    const { name } = left as { name?: string };
    if (name) {
      // only the operator goes: a bracket may stand before the right side
      const at = source.indexOf(operator, left.end);
      edits.push({
        at,
        remove: at + operator.length,
        order: 0,
        text: `= Math.fround(${name} ${operator.slice(0, -1)} (`,
      });
      edits.push({ at: node.end, order: -node.start, text: '))' });
    }
  }
  for (const [key, child] of Object.entries(node)) {
    const index = node.type === 'MemberExpression' && node.computed && key === 'property';
    if (index) continue;
    for (const item of Array.isArray(child) ? child : [child])
      if (isNode(item)) visit(item, source, edits, node);
  }
}

function wrap(node: AnyNode, edits: Edit[]): void {
  edits.push({ at: node.start, order: node.end, text: 'Math.fround(' });
  edits.push({ at: node.end, order: -node.start, text: ')' });
}

/** Edits from the last place to the first; at one place, outer openings before inner, inner closings before outer. */
function apply(text: string, edits: readonly Edit[]): string {
  let out = text;
  const last = [...edits].sort((a, b) => b.at - a.at || a.order - b.order);
  for (const { at, text: insert, remove = at } of last) out = out.slice(0, at) + insert + out.slice(remove);
  return out;
}

function isMath(callee: AnyNode): boolean {
  return (
    callee.type === 'MemberExpression' && callee.object.type === 'Identifier' && callee.object.name === 'Math'
  );
}
