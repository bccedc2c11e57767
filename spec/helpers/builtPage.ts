import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const CACHE = 'node_modules/.cache/rxsnn-live';
/** What the page is made of. */
const PARTS = ['src', 'demos/live', 'demos/shared', 'demos/tutorial', 'package-lock.json'];

/** The folder of the live page, built as `npm run build:live` does, once for all specs that see the same sources. */
export async function builtPage(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of PARTS.flatMap(filesIn)) hash.update(file).update(readFileSync(file));
  const folder = join(CACHE, hash.digest('hex').slice(0, 16));
  if (existsSync(folder)) return folder;
  mkdirSync(CACHE, { recursive: true });
  for (const other of readdirSync(CACHE)) {
    if (!other.includes('.')) rmSync(join(CACHE, other), { recursive: true, force: true });
  }
  // another spec may be building it as well
  const own = `${folder}.${process.pid}`;
  const vite = ['node_modules/vite/bin/vite.js', 'build', '--config', 'demos/live/vite.config.ts'];
  const out = ['--outDir', join(process.cwd(), own), '--emptyOutDir', '--logLevel', 'error'];
  await run(process.execPath, [...vite, ...out]);
  try {
    renameSync(own, folder);
  } catch {
    rmSync(own, { recursive: true, force: true });
  }
  return folder;
}

function filesIn(path: string): string[] {
  if (!existsSync(path) || path.endsWith('.json')) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}
