import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { codeBlocks, runBlocks } from '../helpers/examples.js';

const page = 'docs/nir.md';
const text = readFileSync(page, 'utf8');

describe(page, () => {
  it('has blocks that run and print what stands behind them', async () => {
    const blocks = codeBlocks(page);
    await runBlocks(blocks, (printed) => {
      for (const [i, block] of blocks.entries()) {
        const announced = block.match(/(?<=console\.log\(.*\); \/\/ ).*$/gm) ?? [];
        expect(printed[i]!.slice(0, announced.length)).toEqual(announced);
      }
      // the report that the page shows
      const report = text
        .match(/^They first differ[^`]*$/m)![0]
        .split('\n')
        .filter((line) => line);
      expect(printed.flat()).toEqual(expect.arrayContaining(report));
    });
  }, 60_000);

  it('names only layers that there are', async () => {
    const library = await import('rxsnn');
    const table = text.slice(text.indexOf('| layer | node |')).split('\n\n')[0]!;
    const names = table.split('\n').flatMap((row) => row.split('|')[1]?.match(/(?<=`)\w+(?=`)/g) ?? []);
    expect(names.length).toBeGreaterThan(15);
    for (const name of names) expect(library).toHaveProperty(name);
  });
});
