import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { expectSame, runCompiled } from './evaluate.js';
import { modelOf, stepText } from './text.js';

const SPECIAL = [Number.NaN, 0, -0, 1, -1, 0.5, -2.5, 2.5, 1e-45, -1e-42, 3.4e38, -3.4e38, 7, 0.1].concat([
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  0.49999997,
  -0.49999997,
  8388607.5,
  1e10,
]);

/** Expressions of `x`, `y`, the state `z` and the locals `p`, `q`, which are numbers; or truths. */
const { number, truth } = fc.letrec<{ number: string; truth: string }>((tie) => {
  const [a, b, c, t] = [tie('number'), tie('number'), tie('number'), tie('truth')];
  const unary = ['abs', 'sqrt', 'floor', 'ceil', 'trunc', 'sign', 'fround', 'round', 'exp', 'log', 'tanh'];
  const leaf = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('x', 'y', 'z', 'p', 'q') },
    fc.constantFrom('0', '1', '2', '0.1', '1e-40', '40', 'NaN', 'Infinity', 'k', 'v'),
  );
  const text = (arbitrary: fc.Arbitrary<string[]>, make: (...parts: string[]) => string) =>
    arbitrary.map((parts) => make(...parts));
  return {
    number: fc.oneof(
      { maxDepth: 5, depthSize: 'medium' },
      { weight: 2, arbitrary: leaf },
      {
        weight: 3,
        arbitrary: text(fc.tuple(a, fc.constantFrom('+', '-', '*', '/'), b), (l, o, r) => `(${l} ${o} ${r})`),
      },
      text(fc.tuple(fc.constantFrom('- ', '+ '), a), (o, x) => `(${o}${x})`),
      text(fc.tuple(a, fc.constantFrom('%'), b), (l, o, r) => `(${l} ${o} ${r})`),
      text(fc.tuple(a, b), (l, r) => `((${l}) ** (${r}))`),
      text(fc.tuple(t, a, b), (test, l, r) => `(${test} ? ${l} : ${r})`),
      text(fc.tuple(c, a, b), (test, l, r) => `(${test} ? ${l} : ${r})`),
      text(fc.tuple(a, fc.constantFrom('&&', '||'), b), (l, o, r) => `(${l} ${o} ${r})`),
      text(fc.tuple(fc.constantFrom(...unary), a), (f, x) => `Math.${f}(${x})`),
      text(
        fc.tuple(fc.constantFrom('min', 'max', 'pow', 'hypot'), a, b),
        (f, l, r) => `Math.${f}(${l}, ${r})`,
      ),
      text(fc.tuple(a, b, c), (l, m, r) => `Math.min(${l}, ${m}, ${r})`),
    ),
    truth: fc.oneof(
      { maxDepth: 4 },
      text(
        fc.tuple(a, fc.constantFrom('<', '<=', '>', '>=', '===', '!=='), b),
        (l, o, r) => `(${l} ${o} ${r})`,
      ),
      text(fc.tuple(t, fc.constantFrom('&&', '||'), t), (l, o, r) => `(${l} ${o} ${r})`),
      t.map((x) => `(!${x})`),
      a.map((x) => `(!${x})`),
    ),
  };
});

/** Statements that change `p`, `q` and the state. */
const { statements } = fc.letrec<{ statements: string; statement: string }>((tie) => {
  const target = fc.constantFrom('p', 'q', 'z');
  const block = tie('statements').map((body) => `{ ${body} }`);
  const condition = fc.oneof(truth, number);
  return {
    statements: fc.array(tie('statement'), { minLength: 1, maxLength: 3 }).map((all) => all.join(' ')),
    statement: fc.oneof(
      { maxDepth: 3 },
      {
        weight: 3,
        // `1 *`, since float32() does not take a right side in parentheses
        arbitrary: fc
          .tuple(target, fc.constantFrom('=', '+=', '-=', '*=', '/='), number)
          .map(([name, operator, value]) => `${name} ${operator} 1 * ${value};`),
      },
      number.map((value) => `let r = ${value}; p = r; r = q; z -= r;`).map((body) => `{ ${body} }`),
      fc.tuple(condition, block).map(([test, body]) => `if (${test}) ${body}`),
      fc.tuple(condition, block, block).map(([test, yes, no]) => `if (${test}) ${yes} else ${no}`),
      fc
        .tuple(condition, truth, block, block)
        .map(([one, two, a, b]) => `if (${one}) ${a} else if (${two}) ${b}`),
      fc
        .tuple(fc.integer({ min: 0, max: 3 }), block)
        .map(([n, body]) => `for (let i = 0; i < ${n}; i += 1) ${body}`),
    ),
  };
});

/** Runs a step on special values against each other, seven neurons at a time. */
function check(text: string): void {
  const size = SPECIAL.length * 7;
  const pick = (factor: number) => (_: unknown, i: number) =>
    SPECIAL[(i * factor + (i >> 3)) % SPECIAL.length]!;
  const inputs = [3, 7].map((factor) => Float32Array.from({ length: size }, pick(factor)));
  const state = [Float32Array.from({ length: 14 }, pick(11))];
  expectSame(modelOf(text), { steps: SPECIAL.length / 2, samples: 2, features: 7, inputs, state });
}

/** The result of an expression of one x, alone and four at a time. */
function outOf(body: string, x = 0): number {
  const signals = runCompiled(modelOf(stepText(body, '{ out: p, z }'), 5), {
    steps: 1,
    samples: 1,
    features: 5,
    inputs: [new Float32Array(5).fill(x), new Float32Array(5)],
    state: [new Float32Array(5)],
  });
  expect(new Set(signals.out).size).toBe(1);
  return signals.out![0]!;
}

describe('the language of steps', () => {
  it('computes any expression as JavaScript does, on special values too', () => {
    fc.assert(
      fc.property(number, truth, (value, condition) => {
        check(stepText('', `{ out: ${value}, z: ${condition} ? z + 1 : x }`));
      }),
      { numRuns: 100 },
    );
  });

  it('runs any statements as JavaScript does, on special values too', () => {
    fc.assert(
      fc.property(statements, number, (body, value) => {
        check(stepText(body, `{ p, q, out: ${value}, z }`));
      }),
      { numRuns: 100 },
    );
  });

  it.each(Object.getOwnPropertyNames(Math).filter((name) => /^[a-z]/.test(name) && name !== 'random'))(
    'knows Math.%s with any number of arguments',
    (name) => {
      check(stepText('', `{ none: Math.${name}(), one: Math.${name}(x), two: Math.${name}(y, z), z: v }`));
    },
  );

  it('leaves out only operations that change no number', () => {
    for (const value of [
      'x + 0',
      '0 + x',
      'x - 0',
      '0 - x',
      'x * 1',
      '1 * x',
      'x / 1',
      '1 / x',
      'x * 0',
      '0 / x',
    ]) {
      check(stepText('', `{ out: ${value}, back: 1 / (${value}), z: -x + -0 }`));
    }
  });

  it('counts with ++ and --, before and after', () => {
    expect(outOf('p++; ++p; q--; p *= q;', 3)).toBe(5);
    expect(outOf('p++;', 0.1)).toBe(Math.fround(Math.fround(0.1) + 1));
  });

  it('rounds constants: numbers, parameters and those of Math', () => {
    expect(outOf('p = 0.1;')).toBe(Math.fround(0.1));
    expect(outOf('p = k;')).toBe(Math.fround(0.3));
    expect(outOf('p = Math.PI * 3;')).toBe(Math.fround(Math.fround(Math.PI) * 3));
  });

  it('keeps truths in variables', () => {
    expect(outOf('let on = false; if (x > 1) on = true; const off = !on; p = off ? 1 : 2;', 3)).toBe(2);
    expect(outOf('const on = x > 1 && q > 1; p = on ? 5 : 6;', 3)).toBe(5);
  });

  it('takes numbers and truths together as conditions', () => {
    expect(outOf('if (x > 1 && !(q || y > 2)) p = 5; else if (x && p === x) p = 6;', 3)).toBe(6);
  });

  it('shadows variables in blocks', () => {
    expect(outOf('if (x > 1) { let p = 5; p += 1; q = p; } p += q;', 3)).toBe(9);
  });

  it('unrolls loops in loops', () => {
    const body = 'let n; for (n = 0; n < 3; n++) { for (let j = n; j < 3; j++) p += j; }';
    expect(outOf(body, 1)).toBe(1 + 0 + 1 + 2 + 1 + 2 + 2);
  });
});
