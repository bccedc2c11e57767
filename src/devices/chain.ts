import { parseExpressionAt } from 'acorn';
import type { StepCode } from './model.js';

/**
 * The code of several step functions as that of one: each reads what those before it return, and the model's values for
 * the rest. So neurons that differ in their membranes share how they fire.
 *
 * Throws a `TypeError` that signs with `name` where two of them give one name to different things.
 */
export function chained(name: string, codes: readonly StepCode[]): StepCode {
  const reads = new Map<string, string>();
  const results = new Map<string, string>();
  const lines: string[] = [];
  for (const code of codes) {
    for (const [value, local] of code.reads) {
      const earlier = results.get(value);
      if (earlier === undefined) reads.set(value, local);
      else if (earlier !== local) {
        lines.push(`const ${local} = ${earlier};`);
        results.set(value, local);
      }
    }
    if (code.body) lines.push(code.body);
    for (const [result, text] of code.results) results.set(result, text);
  }
  const body = lines.join('\n');
  checkNames(name, [...reads.values()], body);
  return { reads, body, results };
}

function checkNames(name: string, locals: readonly string[], body: string): void {
  try {
    parseExpressionAt(`(${locals.join(', ')}) => {\n${body}\n}`, 0, { ecmaVersion: 2022 });
  } catch (error) {
    throw new TypeError(`${name}: its steps do not go together (${(error as Error).message})`);
  }
}
