import { describe, expect, it } from '@jest/globals';
import { defineModel, type StepFunction } from '../../src/devices/model.js';

const model = (step: readonly StepFunction[], params = {}) =>
  defineModel({ name: 'pair', inputs: ['cur'], state: ['mem'], params, step });

/** What the model's text computes as JavaScript. */
function evaluate({ code }: ReturnType<typeof model>, values: Record<string, number>) {
  const locals = [...code.reads].map(([value, local]) => `const ${local} = ${values[value]};`);
  const results = [...code.results].map(([name, text]) => `${name}: (${text})`);
  return new Function(`${locals.join('')}${code.body}\nreturn { ${results.join(', ')} };`)();
}

describe('several step functions', () => {
  it('become one in which each reads what those before it return', () => {
    const pair = model([
      ({ cur, mem }) => ({ v: mem / 2 + cur, out: cur }),
      ({ v: u }) => {
        const spk = u > 1 ? 1 : 0;
        return { spk, mem: u - spk };
      },
    ]);
    expect(evaluate(pair, { cur: 1.25, mem: 1 })).toEqual({ v: 1.75, out: 1.25, spk: 1, mem: 0.75 });
    expect([...pair.code.reads.keys()]).toEqual(['cur', 'mem']);
  });

  it('leave the old state to a later one that reads it before the new one is there', () => {
    const pair = model([({ cur }) => ({ v: cur }), ({ v, mem }) => ({ mem: v - mem })]);
    expect(evaluate(pair, { cur: 3, mem: 1 }).mem).toBe(2);
  });

  it('keep their variables apart, also those that a minifier named alike', () => {
    const first = ({ cur: a, mem: b }: Record<'cur' | 'mem', number>) => {
      const c = Math.max(a, 2 * b);
      let e = 0;
      for (let a = 0; a < 3; a++) e += c;
      return { v: e };
    };
    const second = ({ v: b, cur: a }: Record<'v' | 'cur', number>) => {
      const e = a - b;
      return { mem: e, a: Math.abs(e) };
    };
    expect(evaluate(model([first, second]), { cur: 1, mem: 2 })).toMatchObject({ mem: -11, a: 11 });
  });
});
