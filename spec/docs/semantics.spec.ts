import { describe, expect, it } from '@jest/globals';
import { announced, codeBlocks, runBlocks } from '../helpers/examples.js';

const page = 'docs/semantics.md';

describe(page, () => {
  it('has blocks that run and print what stands behind them', async () => {
    const blocks = codeBlocks(page);
    expect(blocks).toHaveLength(2);
    await runBlocks(blocks, (printed) => {
      for (const [i, block] of blocks.entries()) expect(printed[i]).toEqual(announced(block));
    });
  }, 60_000);
});
