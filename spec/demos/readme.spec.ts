import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const run = promisify(execFile);
const blocks = [...readFileSync('README.md', 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)].map(
  (match) => match[1]!,
);

describe('the README', () => {
  it('has a pipeline that runs as it stands', async () => {
    const pipeline = blocks.find((block) => block.includes('tee('))!;
    // inside the repository, where its own name is known
    const folder = mkdtempSync(join(process.cwd(), 'out-readme-'));
    try {
      writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
      writeFileSync(join(folder, 'main.ts'), `${pipeline}\nconsole.log(rec.hidden.spk.shape.join());`);
      const command = ['--import', 'tsx', 'main.ts'];
      const env = { ...process.env, TSX_TSCONFIG_PATH: join(process.cwd(), 'tsconfig.json') };
      const { stdout } = await run(process.execPath, command, { cwd: folder, env });
      expect(stdout).toBe('200,1,1000\n');
      for (const file of ['raster.png', 'spike-count.mp4', 'traces.png']) {
        expect(existsSync(join(folder, file))).toBe(true);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
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
