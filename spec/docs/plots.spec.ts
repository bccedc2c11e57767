import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mp4Boxes } from '../helpers/files.js';
import { expectPng } from '../helpers/picture.js';

const run = promisify(execFile);
const page = readFileSync('docs/plots.md', 'utf8');
const blocks = [...page.matchAll(/```ts\n([\s\S]*?)```/g)].map((match) => match[1]!);
const pictures = [...page.matchAll(/!\[[^\]]+\]\(pictures\/(.+?)\.png\)/g)].map((match) => match[1]!);

let folder: string;

beforeAll(async () => {
  // inside the repository, where its own name is known
  folder = mkdtempSync(join(process.cwd(), 'out-plots-'));
  for (const shared of ['demos', 'node_modules'])
    symlinkSync(join(process.cwd(), shared), join(folder, shared));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'main.ts'), blocks.join('\n'));
  const env = { ...process.env, TSX_TSCONFIG_PATH: join(process.cwd(), 'tsconfig.json') };
  await run(process.execPath, ['--import', 'tsx', 'main.ts'], { cwd: folder, env });
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('docs/plots.md', () => {
  it.each(pictures)('draws %s', (name) => {
    expectPng(join('docs/pictures', name), readFileSync(join(folder, `${name}.png`)));
  });

  it('makes a video', () => {
    expect(mp4Boxes(readFileSync(join(folder, 'hidden.mp4'))).names).toContain('moov');
  });

  it('names only what there is', async () => {
    const library = await import('rxsnn');
    const named = [...page.matchAll(/^\| \[`(\w+)`\]/gm)].map((match) => match[1]!);
    expect(named.length).toBeGreaterThan(8);
    for (const name of named) expect(library).toHaveProperty(name);
  });
});
