import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';

/** What a live page takes of the library. */
const PAGE = `export {
  rate, rateConv, Linear, linear, leaky, probe, block, to, pace, meter, rewind, network, record, raster, spikeCount,
  traces, draw, tee, decodeRate, readSafetensors, explain,
} from './src/index.ts';`;

/** Bytes that a browser loads at once, gzipped, and the modules in them; `later` are the largest that may follow. */
async function bundled(code: string, external: string[] = []) {
  const { outputFiles, metafile } = await build({
    external,
    stdin: { contents: code, resolveDir: process.cwd(), loader: 'ts', sourcefile: 'page.ts' },
    outdir: 'out',
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    logLevel: 'error',
    alias: { '#platform': join(process.cwd(), 'src/platform/browser.ts') },
  });
  const entry = Object.keys(metafile.outputs).find((file) => metafile.outputs[file]!.entryPoint)!;
  const at = (file: string) =>
    outputFiles.find(({ path }) => path.endsWith(`/${file.split('/').at(-1)}`))!.contents;
  const files = [entry, ...metafile.outputs[entry]!.imports.flatMap(staticOnly)];
  return {
    bytes: files.reduce((sum, file) => sum + gzipSync(at(file)).length, 0),
    inputs: Object.keys(metafile.outputs[entry]!.inputs),
    later: Math.max(...outputFiles.map(({ contents }) => contents.length)),
  };
}

describe('the library in a page', () => {
  it('is below 120 kB, and 130 with RxJS, its peer; gpu.js comes when one of its modes is chosen', async () => {
    expect((await bundled(PAGE, ['rxjs'])).bytes).toBeLessThan(120_000);
    const { bytes, inputs, later } = await bundled(PAGE);
    expect(bytes).toBeLessThan(130_000);
    expect(inputs.filter((file) => file.includes('gpu.js/'))).toEqual([]);
    expect(later).toBeGreaterThan(400_000);
  }, 30_000);

  it('is below 194 kB with everything that it has, readers of all files among it', async () => {
    const { bytes, inputs } = await bundled("export * from './src/index.ts';");
    expect(bytes).toBeLessThan(194_000);
    expect(inputs.filter((file) => file.includes('gpu.js/'))).toEqual([]);
  }, 30_000);
});

const staticOnly = ({ path, kind }: { path: string; kind: string }) =>
  kind === 'import-statement' && path.startsWith('out/') ? [path] : [];
