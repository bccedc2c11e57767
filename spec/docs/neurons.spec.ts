import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { codeBlocks, runBlocks } from '../helpers/examples.js';

const page = 'docs/neurons.md';

describe(page, () => {
  it('has blocks that run, print what the page says, and draws its picture', async () => {
    const blocks = codeBlocks(page);
    await runBlocks(blocks, (printed, folder) => {
      const said = blocks.map((block) => block.match(/(?<=; \/\/ ).*$/gm) ?? []);
      expect(printed).toEqual(said);
      expect(existsSync(join(folder, 'synaptic.png'))).toBe(true);
    });
  }, 60_000);
});
