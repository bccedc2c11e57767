import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { codeBlocks, picturesOf, runBlocks } from '../helpers/examples.js';
import { expectPng } from '../helpers/picture.js';

const page = 'docs/neurons.md';

describe(page, () => {
  it('has blocks that run, print what the page says, and draws its picture', async () => {
    const blocks = codeBlocks(page);
    await runBlocks(blocks, (printed, folder) => {
      const said = blocks.map((block) => block.match(/(?<=; \/\/ ).*$/gm) ?? []);
      expect(printed).toEqual(said);
      expect(picturesOf(page)).toHaveLength(1);
      for (const file of picturesOf(page)) expectPng(join('docs/pictures', file), join(folder, file));
    });
  }, 60_000);
});
