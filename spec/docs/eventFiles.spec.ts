import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { codeBlocks, runBlocks } from '../helpers/examples.js';

/** The blocks of a page that are whole programs, and what their comments say that they print. */
function programs(page: string) {
  const blocks = codeBlocks(page).filter((block) => block.startsWith('import'));
  const promised = blocks.map((block) =>
    [...block.matchAll(/console\.log\(.*?\);? \/\/ (.*)|^\/\/ (\w+: .*)$/gm)].map(
      (match) => match[1] ?? match[2]!,
    ),
  );
  return { blocks, promised };
}

describe.each([
  ['docs/event-files.md', ['eventFile.png']],
  ['docs/recordings.md', ['run.rec', 'hidden.png', 'spikes.csv', 'run.npz', 'traces.h5']],
])('%s', (page, files) => {
  it('has blocks that run as they stand and print what they say', async () => {
    const { blocks, promised } = programs(page);
    expect(promised.flat().length).toBeGreaterThan(1);
    await runBlocks(blocks, (printed, folder) => {
      expect(printed).toEqual(promised);
      for (const file of files) expect(existsSync(join(folder, file))).toBe(true);
    });
  }, 60_000);
});
