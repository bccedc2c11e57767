import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { announced, picturesOf, programs, runBlocks } from '../helpers/examples.js';
import { mp4Boxes } from '../helpers/files.js';
import { expectPng } from '../helpers/picture.js';

const page = 'docs/tutorial.md';

it(`${page} is a program that prints what the page says and draws its pictures`, async () => {
  const [program, ...others] = programs(page);
  expect(others).toEqual([]);
  await runBlocks([program!], ([printed], folder) => {
    expect(printed).toEqual(announced(program!));
    expect(picturesOf(page)).toHaveLength(3);
    for (const file of picturesOf(page)) expectPng(join('docs/pictures', file), join(folder, file));
    expect(mp4Boxes(readFileSync(join(folder, 'spike-count.mp4'))).names).toContain('moov');
  });
}, 60_000);
