import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { programs, runBlocks } from '../helpers/examples.js';

describe('the README', () => {
  it('has a pipeline and a neuron that run as they stand', async () => {
    const [pipeline, , neuron] = programs('README.md');
    const blocks = [`${pipeline}\nconsole.log(rec.hidden.spk.shape.join());`, neuron!];
    await runBlocks(blocks, (printed, folder) => {
      expect(printed).toEqual([['200,1,1000'], []]);
      for (const file of ['raster.png', 'spike-count.mp4', 'traces.png', 'lif.png']) {
        expect(existsSync(join(folder, file))).toBe(true);
      }
    });
  }, 60_000);

  it('names only what there is', async () => {
    const library = await import('rxsnn');
    const named = readFileSync('README.md', 'utf8')
      .match(/^\| `(\w+)\(/gm)!
      .map((cell) => cell.slice(3, -1));
    expect(named.length).toBeGreaterThan(15);
    for (const name of named) expect(library).toHaveProperty(name);
  });
});
