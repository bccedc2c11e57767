import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import * as library from 'rxsnn';
import { pages } from '../helpers/examples.js';

it('every function, class and list that the library exports is on some page', () => {
  const text = pages()
    .filter((page) => page !== 'CHANGELOG.md')
    .map((page) => readFileSync(page, 'utf8'))
    .join('\n');
  const words = new Set(text.match(/\w+/g));
  expect(Object.keys(library).filter((name) => !words.has(name))).toEqual([]);
});
