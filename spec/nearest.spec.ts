import { describe, expect, it } from '@jest/globals';
import { nearest } from '../src/nearest.js';

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

  it('takes the nearest of several, the first of equals', () => {
    expect(nearest('lif2', ['lif12', 'lif', 'lif2b'])).toBe('lif12');
    expect(nearest('hiddeen', ['hidden2', 'hidden'])).toBe('hidden');
  });
});
