import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The TypeScript code blocks of a Markdown file. */
export function codeBlocks(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)].map((match) => match[1]!);
}

/**
 * Runs code blocks one after the other, each as a module of its own, in a new folder inside the repository (where the
 * library's own name is known). Calls `look` with the lines that each block printed, and removes the folder.
 */
export async function runBlocks(
  blocks: readonly string[],
  look: (printed: readonly string[][], folder: string) => unknown,
): Promise<void> {
  const folder = mkdtempSync(join(process.cwd(), 'out-docs-'));
  try {
    // blocks read files of the repository
    for (const shared of ['demos', 'node_modules']) symlinkSync(`../${shared}`, join(folder, shared));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    for (const [i, block] of blocks.entries()) writeFileSync(join(folder, `block${i}.ts`), block);
    const imports = blocks.map((_, i) => `await import('./block${i}.ts');`);
    writeFileSync(join(folder, 'main.ts'), imports.join(`\nconsole.log('${separator}');\n`));
    const env = { ...process.env, TSX_TSCONFIG_PATH: join(process.cwd(), 'tsconfig.json') };
    const { stdout } = await run(process.execPath, ['--import', 'tsx', 'main.ts'], { cwd: folder, env });
    const printed = stdout.split(`${separator}\n`).map((text) => text.split('\n').filter((line) => line));
    await look(printed, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The lines that the comments of a block announce: behind a call of console.log, or on lines of their own below it. */
export function announced(block: string): string[] {
  const comments = block.match(/(?<=(console\.log\(.*\); |^)\/\/ ).*$/gm) ?? [];
  return comments.flatMap((comment) => comment.split(', '));
}

const separator = '--- next block ---';
