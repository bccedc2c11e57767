import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { codeBlocks, runBlocks } from '../helpers/examples.js';

const page = 'docs/connections.md';

describe(page, () => {
  it('has examples that print what stands behind them', async () => {
    const blocks = codeBlocks(page);
    await runBlocks(blocks, (printed) => {
      for (const [i, block] of blocks.entries()) {
        const said = [...block.matchAll(/console\.log\(.*\/\/ (.+)$/gm)].map((match) => match[1]);
        expect(said.length).toBeGreaterThan(0);
        expect(printed[i]).toEqual(said);
      }
    });
  }, 60_000);

  it('names only what there is', async () => {
    const library = await import('rxsnn');
    const named = readFileSync(page, 'utf8')
      .match(/^\| `(\w+)\(/gm)!
      .map((cell) => cell.slice(3, -1));
    expect(named).toHaveLength(11);
    for (const name of named) expect(library).toHaveProperty(name);
  });
});
