import { expect, it } from '@jest/globals';
import { codeBlocks, runBlocks } from '../helpers/examples.js';

it('docs/time.md: its examples print what it says', async () => {
  const blocks = codeBlocks('docs/time.md');
  const said = blocks.map((block) =>
    [...block.matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map((match) => match[1]),
  );
  expect(said.flat()).toHaveLength(4);
  await runBlocks(blocks, (printed) => expect(printed).toEqual(said));
}, 60_000);
