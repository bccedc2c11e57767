import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { float32 } from '../../../src/devices/gpu/float32.js';

describe('float32', () => {
  it.each([
    ['return beta * mem + cur;', 'return Math.fround(Math.fround(beta * mem) + cur);'],
    ['return a - b - c;', 'return Math.fround(Math.fround(a - b) - c);'],
    ['let u = -x; u += a * b;', 'let u = -x; u = Math.fround(u + ( Math.fround(a * b)));'],
    ['let u = x; u *= (a + b);', 'let u = x; u = Math.fround(u * ( (Math.fround(a + b))));'],
    ['let n = x; n++; n--;', 'let n = x; n = Math.fround(n + 1); n = Math.fround(n - 1);'],
    ['return Math.PI;', 'return Math.fround(Math.PI);'],
    ['return Math.exp(-1 / tau);', 'return Math.fround(Math.exp(Math.fround(-1 / tau)));'],
    ['return 0.1 + 2;', 'return Math.fround(0.10000000149011612 + 2);'],
    ['return w[i + 1] > x ? 1 : 0;', 'return w[i + 1] > x ? 1 : 0;'],
  ])('turns %s', (statements, rounded) => expect(float32(statements)).toBe(rounded));

  it('computes what a Float32Array would hold after each operation', () => {
    const term: fc.Arbitrary<string> = fc.letrec<{ term: string }>((tie) => ({
      term: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom('x', 'y', 'z'),
        fc
          .tuple(tie('term'), fc.constantFrom('+', '-', '*'), tie('term'))
          .map(([a, op, b]) => `(${a} ${op} ${b})`),
      ),
    })).term;
    const value = fc.float({ noNaN: true, noDefaultInfinity: true, min: -100, max: 100 });
    fc.assert(
      fc.property(term, value, value, value, (expression, x, y, z) => {
        const compiled = new Function('x', 'y', 'z', float32(`return ${expression};`));
        expect(compiled(x, y, z)).toBe(evaluate(expression, { x, y, z }));
      }),
      { numRuns: 200 },
    );
  });
});

/** Evaluates fully bracketed terms, each result stored in a Float32Array. */
function evaluate(term: string, values: Record<string, number>): number {
  const cell = new Float32Array(1);
  let at = 0;
  const parse = (): number => {
    if (term[at] !== '(') return values[term[at++]!]!;
    at += 1;
    const left = parse();
    const operator = term[at + 1]!;
    at += 3;
    const right = parse();
    at += 1;
    cell[0] = operator === '+' ? left + right : operator === '-' ? left - right : left * right;
    return cell[0]!;
  };
  return parse();
}
