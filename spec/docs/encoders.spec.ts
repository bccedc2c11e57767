import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { announced, codeBlocks, runBlocks } from '../helpers/examples.js';
import { expectPng } from '../helpers/picture.js';

const page = 'docs/encoders.md';
const text = readFileSync(page, 'utf8');

describe(page, () => {
  it('has blocks that run, print what stands behind them, and draw the pictures of the page', async () => {
    const blocks = codeBlocks(page);
    await runBlocks(blocks, (printed, folder) => {
      for (const [i, block] of blocks.entries()) expect(printed[i]).toEqual(announced(block));
      const pictures = blocks.flatMap((block) => block.match(/(?<=png\(')[^']+/) ?? []);
      expect(pictures).toHaveLength(5);
      for (const file of pictures) {
        expect(text).toContain(`(pictures/${file})`);
        expectPng(join('docs/pictures', file), join(folder, file));
      }
    });
  }, 60_000);
});
