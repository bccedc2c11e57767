import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { codeBlocks, picturesOf, runBlocks } from '../helpers/examples.js';
import { expectPng } from '../helpers/picture.js';

/** What the comments of a block say that it prints. */
const promised = (block: string) =>
  [...block.matchAll(/console\.log\(.*?\);? \/\/ (.*)|^\/\/ (\w+: .*)$/gm)].map(
    (match) => match[1] ?? match[2]!,
  );

describe.each([
  ['docs/event-files.md', []],
  ['docs/recordings.md', ['run.rec', 'hidden.png', 'spikes.csv', 'run.npz', 'traces.h5']],
])('%s', (page, files) => {
  it('has blocks that run as they stand and print what they say', async () => {
    const blocks = codeBlocks(page);
    expect(blocks.flatMap(promised).length).toBeGreaterThan(1);
    await runBlocks(blocks, (printed, folder) => {
      expect(printed).toEqual(blocks.map(promised));
      for (const file of picturesOf(page)) expectPng(join('docs/pictures', file), join(folder, file));
      for (const file of files) expect(existsSync(join(folder, file))).toBe(true);
    });
  }, 60_000);
});
