import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { build } from 'esbuild';

const root = process.cwd();
const rxjs = createRequire(join(root, 'package.json'))('rxjs/package.json').version;
const tsc = join(root, 'node_modules/typescript/bin/tsc');

// compilers and a package manager run here, on a machine that may be busy
jest.setTimeout(120_000);

/** A package of someone who has installed the tarball and keeps the fixture `pipeline.ts`. */
let consumer: string;
let tarball: { readonly size: number; readonly files: readonly string[] };
let temporary: string;

beforeAll(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'rxsnn-package-'));
  consumer = join(temporary, 'consumer');
  const file = await pack(join(temporary, 'package'));
  await cp(join(root, 'spec/package/consumer'), consumer, { recursive: true });
  await writeFile(join(consumer, 'package.json'), '{ "type": "module", "private": true }');
  // canvas and gl are optional and compiled; nothing here draws
  const flags = ['--omit=optional', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  await npm(consumer, 'install', ...flags, file, `rxjs@${rxjs}`);
});

afterAll(() => rm(temporary, { recursive: true, force: true }));

describe('the package', () => {
  it('holds the compiled library and its papers, nothing else', () => {
    const tops = new Set(tarball.files.map((file) => file.split('/')[0]));
    expect([...tops].sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist',
      'docs',
      'package.json',
    ]);
    expect(tarball.files.filter((file) => /^dist\/(?!.*\.(js|d\.ts)$)/.test(file))).toEqual([]);
  });

  it('holds whatever its README shows and leads to', async () => {
    const readme = await readFile(join(root, 'README.md'), 'utf8');
    const links = [...readme.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map((match) => match[1]!);
    expect(links.length).toBeGreaterThan(15);
    expect(links.filter((link) => !tarball.files.includes(link))).toEqual([]);
  });

  it('weighs less than a megabyte', () => {
    expect(tarball.size).toBeLessThan(1_000_000);
  });

  it.each([
    ['nodenext', 'nodenext'],
    ['bundler', 'esnext'],
  ])('has types for moduleResolution %s', async (moduleResolution, module) => {
    await compile('--noEmit', '--module', module, '--moduleResolution', moduleResolution);
  });

  it('runs in Node as an ES module', async () => {
    const { shape, spikes } = await runInNode();
    expect(shape).toEqual([5, 1, 4]);
    expect(spikes).toContain(1);
  });

  it('runs the same from a minified bundle for browsers', async () => {
    // what the bundle must not need is not there: the platform `browser` has no modules of Node
    await bundle('pipeline.ts', 'bundle.mjs');
    expect(await run('./bundle.mjs')).toEqual(await runInNode());
  });
});

/** Builds and packs what is committed to the package, apart from the working tree's own `dist`. */
async function pack(folder: string): Promise<string> {
  await mkdir(folder);
  await node(root, tsc, '-p', 'src', '--outDir', join(folder, 'dist'));
  await node(root, join(root, 'scripts/bundle.mjs'), join(folder, 'dist'));
  for (const file of await readdir(root)) {
    if (/^(package\.json|README|LICENSE|CHANGELOG|docs$)/.test(file))
      await cp(join(root, file), join(folder, file), { recursive: true });
  }
  const report = JSON.parse(await npm(folder, 'pack', '--json', '--ignore-scripts'));
  // npm 12 answers with an object by package name, the ones before with a list
  const [{ filename, files }] = Object.values(report) as [{ filename: string; files: { path: string }[] }];
  const path = join(folder, filename);
  tarball = { size: (await stat(path)).size, files: files.map((file) => file.path) };
  return path;
}

function compile(...flags: string[]): Promise<string> {
  const strict = ['--strict', '--target', 'es2022', '--lib', 'es2022,dom'];
  return node(consumer, tsc, ...strict, ...flags, 'pipeline.ts');
}

async function bundle(entry: string, outfile: string): Promise<void> {
  await build({
    absWorkingDir: consumer,
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    logLevel: 'silent',
  });
}

async function runInNode(): ReturnType<typeof run> {
  await compile('--module', 'nodenext');
  return run('./pipeline.js');
}

async function run(module: string): Promise<{ shape: number[]; spikes: number[] }> {
  const script = `import { pipeline } from '${module}'; process.stdout.write(JSON.stringify(await pipeline('webasm')))`;
  return JSON.parse(await node(consumer, '--input-type=module', '--eval', script));
}

function npm(cwd: string, ...args: string[]): Promise<string> {
  const cli = process.env.npm_execpath;
  const all = [...args, '--prefix', cwd, '--loglevel=error'];
  return cli?.endsWith('npm-cli.js') ? node(cwd, cli, ...all) : exec('npm', all, cwd);
}

function node(cwd: string, ...args: string[]): Promise<string> {
  return exec(process.execPath, args, cwd);
}

async function exec(command: string, args: string[], cwd: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(command, args, { cwd, maxBuffer: 1e8 });
    return stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout ?? ''}${stderr ?? error}`);
  }
}
