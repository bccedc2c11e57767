import { describe, expect, it } from '@jest/globals';
import { compileNeuron } from '../../../../src/devices/events/compile/compileStep.js';
import { modelOf, stepText } from './text.js';

describe('compileNeuron errors', () => {
  const error =
    (body: string, results = '{ z }') =>
    () =>
      compileNeuron(modelOf(stepText(body, results)));
  const knows = 'which the events device does not know; it knows numbers, Math, const and let, if, for with';

  it.each([
    ['p = Math.random();', 'Math.random()'],
    ['p = Math.nothing(x);', 'Math.nothing()'],
    ['p = Math.max(...x);', '...x'],
    ['p = clamp(x);', 'clamp()'],
    ['p = gain * x;', 'gain'],
    ['p = x | 0;', 'x | 0 (|)'],
    ['p |= 1;', 'p |= 1'],
    ['p = ~x;', '~x'],
    ['p = x ?? y;', 'x ?? y (??)'],
    ['p = (x > 1) + 1;', 'x > 1 as a number'],
    ['p = x > 1 ? 1 : y > 2;', 'now a number, now a boolean in x > 1 ? 1 : y > 2'],
    ['if (x > 1) { p = y > 2; }', 'now a number, now a boolean in if (x > 1) { p = y > 2; }'],
    ['p = (q = 1);', 'q = 1'],
    ['p = q++;', 'q++'],
    ["p = 'spike';", "'spike'"],
    ['p = [1, 2][0];', '[1, 2][0]'],
    ['const { length } = x;', '{ length }'],
    ['const c = 1; c = 2;', 'c = 2, a change of a const'],
    ['x.y = 1;', 'x.y'],
    ['x + 1;', 'x + 1 as a statement'],
    ['while (x > p) p++;', 'while (x > p) p++;'],
    ['for (let i = 0; i < x; i++) p++;', 'for with i < x'],
    ['for (;;) p++;', 'more than 256 turns of for'],
    ['for (const i of x) p++;', 'for (const i of x) p++;'],
    ['if (x > 1) { var w = 1; }', 'var w = 1; in a block or again'],
    ['if (x > 1) return { z: 1 };', 'return before its end'],
  ])('names what it cannot compile: %s', (body, what) => {
    expect(error(body)).toThrow(TypeError);
    expect(error(body)).toThrow(`odd: step uses ${what}, ${knows}`);
  });

  it('wants numbers as results', () => {
    expect(error('', '{ z, out: x > 1 }')).toThrow('odd: step uses x > 1 as a number');
  });
});
