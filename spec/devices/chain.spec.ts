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

  it('are refused where one takes a name that another has', () => {
    const first = ({ cur }: { cur: number }) => {
      const u = 2 * cur;
      return { v: u };
    };
    const second = ({ v }: { v: number }) => {
      const u = 2 * v;
      return { mem: u };
    };
    expect(() => model([first, second])).toThrow('pair: its steps do not go together');
  });
});
