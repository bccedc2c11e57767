import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { picturesOf, programs, runBlocks } from '../helpers/examples.js';
import { mp4Boxes } from '../helpers/files.js';
import { expectPng } from '../helpers/picture.js';

const page = 'docs/plots.md';
const text = readFileSync(page, 'utf8');

describe(page, () => {
  it('is a program that draws the pictures of the page', async () => {
    const pictures = picturesOf(page);
    expect(pictures).toHaveLength(10);
    await runBlocks(programs(page), (_, folder) => {
      for (const file of pictures) expectPng(join('docs/pictures', file), join(folder, file));
      expect(mp4Boxes(readFileSync(join(folder, 'hidden.mp4'))).names).toContain('moov');
    });
  }, 120_000);

  it('names only what there is', async () => {
    const library = await import('rxsnn');
    const named = [...text.matchAll(/^\| \[`(\w+)`\]|`(\w+Frame)`/gm)].map((match) => match[1] ?? match[2]!);
    expect(named.length).toBeGreaterThan(12);
    for (const name of named) expect(library).toHaveProperty(name);
  });
});
