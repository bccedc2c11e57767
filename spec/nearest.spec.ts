import { describe, expect, it } from '@jest/globals';
import { hint, nearest } from '../src/nearest.js';

describe('nearest', () => {
  it('finds the name with the fewest letters put in, left out or replaced', () => {
    const names = ['lif1', 'hidden', 'output', 'fc'];
    expect(nearest('lif', names)).toBe('lif1');
    expect(nearest('hiden', names)).toBe('hidden');
    expect(nearest('Outptu', names)).toBe('output');
    expect(nearest('fx', names)).toBe('fc');
    expect(nearest('dense', names)).toBeUndefined();
    expect(nearest('a', [])).toBeUndefined();
  });

  it('finds camel case from snake case', () => {
    expect(nearest('a_b_c', ['abd', 'aBC'])).toBe('aBC');
    expect(nearest('sub__net', ['subNet'])).toBe('subNet');
  });

  it('takes the nearest of several, the first of equals', () => {
    expect(nearest('lif2', ['lif12', 'lif', 'lif2b'])).toBe('lif12');
    expect(nearest('hiddeen', ['hidden2', 'hidden'])).toBe('hidden');
  });

  it('leaves long names out, which are no slips and take long to compare', () => {
    expect(nearest('x'.repeat(101), ['x'.repeat(100)])).toBeUndefined();
    expect(nearest('x'.repeat(100), ['x'.repeat(101), 'y'])).toBeUndefined();
  });
});

describe('hint', () => {
  it('asks whether the nearest name was meant', () => {
    expect(hint('hiden', ['lif1', 'hidden'], ['lif1'])).toBe("did you mean 'hidden'?");
  });

  it('lists the names that there are, 20 at most, where none is near', () => {
    expect(hint('dense', ['lif1', 'fc', 'sub.fc'], ['lif1', 'fc'])).toBe("there are 'lif1', 'fc'");
    expect(hint('dense', [])).toBe('there are none');
    const many = Array.from({ length: 23 }, (_, i) => `lif${i}`);
    expect(hint('dense', many)).toMatch(/^there are 'lif0', .*, 'lif19', and 3 more$/);
  });
});
