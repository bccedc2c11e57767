import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** What a TypeScript file of this folder prints when a fresh Node with some flags runs it. */
export async function child(
  flags: readonly string[],
  file: string,
  ...args: readonly string[]
): Promise<string> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  return fresh(...flags, '--import', 'tsx', path, ...args);
}

/** What a fresh Node prints. */
export async function fresh(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return stdout;
}
