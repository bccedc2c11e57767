import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The TypeScript code blocks of a Markdown file. */
export function codeBlocks(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)].map((match) => match[1]!);
}

/** The pages for users: the README, the changelog and what is in docs/. */
export function pages(): string[] {
  const docs = readdirSync('docs').filter((file) => file.endsWith('.md'));
  return ['README.md', 'CHANGELOG.md', ...docs.map((file) => `docs/${file}`)];
}

/** The files of docs/pictures that a page of docs/ shows. */
export function picturesOf(page: string): string[] {
  return [...readFileSync(page, 'utf8').matchAll(/^!\[.+\]\(pictures\/(.+)\)$/gm)].map((match) => match[1]!);
}

/** The programs of a Markdown file: each begins with its imports, and a block without any goes on with the one before. */
export function programs(file: string): string[] {
  return codeBlocks(file)
    .join(joint)
    .split(new RegExp(`${joint}(?=import )`))
    .map((program) => program.replaceAll(joint, '\n'))
    .filter((program) => program !== '');
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

const joint = '\0';
const separator = '--- next block ---';
