import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { codeBlocks, runBlocks } from '../helpers/examples.js';
import { expectPng } from '../helpers/picture.js';

const page = 'docs/networks.md';
const text = readFileSync(page, 'utf8');

describe(page, () => {
  it('has blocks that run, print what the page says, and draws its picture', async () => {
    const blocks = codeBlocks(page);
    await runBlocks(blocks, (printed, folder) => {
      const [first, ...others] = blocks.map(
        (block) => block.match(/(?<=console\.log\(.*\); \/\/ ).*$/gm) ?? [],
      );
      expect(printed[0]).toEqual([...first!, ...linesOf('text'), ...linesOf('mermaid')]);
      expect(printed.slice(1)).toEqual(others);
      expectPng('docs/pictures/ring.png', join(folder, 'ring.png'));
    });
  }, 60_000);
});

/** The lines of the page's block in this language. */
function linesOf(language: string): string[] {
  return text
    .match(new RegExp(`(?<=\`\`\`${language}\\n)[\\s\\S]*?(?=\`\`\`)`))![0]
    .trim()
    .split('\n');
}
