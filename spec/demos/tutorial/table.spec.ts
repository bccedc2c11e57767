import { expect, it } from '@jest/globals';
import { digitTable } from '../../../demos/tutorial/table.js';

it('marks wrong answers and digits without one; no line ends with blanks', () => {
  const counts = (most: number) => Array.from({ length: 10 }, (_, i) => (i === most ? 25 : 0));
  const lines = digitTable([
    { label: 7, answer: 7, counts: counts(7) },
    { label: 5, answer: 6, counts: counts(6) },
    { label: 0, answer: undefined, counts: counts(-1) },
  ]);
  expect(lines).toEqual([
    ' digit label answer 0 1 2 3 4 5  6  7 8 9',
    '     0     7      7 · · · · · ·  · 25 · ·',
    '     1     5    ✗ 6 · · · · · · 25  · · ·',
    '     2     0    ✗ – · · · · · ·  ·  · · ·',
  ]);
});
