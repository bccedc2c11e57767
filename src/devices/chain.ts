import { type AnyNode, parse } from 'acorn';
import type { StepCode } from './model.js';
import { isNode } from './syntax.js';

/**
 * The code of several step functions as that of one: each reads what those before it return, and the model's values for
 * the rest. So neurons that differ in their membranes share how they fire. Each keeps its variables to itself, whatever a
 * minifier calls them.
 */
export function chained(codes: readonly StepCode[]): StepCode {
  const reads = new Map<string, string>();
  const results = new Map<string, string>();
  const copies: string[] = [];
  const lines: string[] = [];
  for (const [k, code] of codes.entries()) {
    const own = withPrefix(code, `s${k}`);
    for (const [value, local] of own.reads) {
      const [earlier, given] = [results.get(value), reads.get(value)];
      if (earlier !== undefined) {
        lines.push(`const ${local} = ${earlier};`);
        results.set(value, local);
      } else if (given !== undefined) copies.push(`const ${local} = ${given};`);
      else reads.set(value, local);
    }
    if (own.body) lines.push(own.body);
    for (const [result, text] of own.results) results.set(result, text);
  }
  return { reads, body: [...copies, ...lines].join('\n'), results };
}

/** The same code with a prefix before the name of each of its variables. */
function withPrefix({ reads, body, results }: StepCode, prefix: string): StepCode {
  const locals = new Set(reads.values());
  visit(parseStatements(body), (node) => {
    if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier') locals.add(node.id.name);
  });
  const rename = (text: string): string => {
    const places: number[] = [];
    visit(parseStatements(text), (node) => {
      if (node.type === 'Identifier' && locals.has(node.name)) places.push(node.start);
    });
    return places.sort((a, b) => b - a).reduce((out, at) => out.slice(0, at) + prefix + out.slice(at), text);
  };
  return {
    reads: new Map([...reads].map(([value, local]) => [value, prefix + local])),
    body: rename(body),
    results: new Map([...results].map(([result, text]) => [result, rename(`(${text})`)])),
  };
}

const parseStatements = (text: string) => parse(text, { ecmaVersion: 2022 });

/** Calls `look` with a node and all within it, but for names of properties. */
function visit(node: AnyNode, look: (node: AnyNode) => void): void {
  look(node);
  for (const [key, child] of Object.entries(node)) {
    if (node.type === 'MemberExpression' && key === 'property' && !node.computed) continue;
    for (const item of Array.isArray(child) ? child : [child]) if (isNode(item)) visit(item, look);
  }
}
