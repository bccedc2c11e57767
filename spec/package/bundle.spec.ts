import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';

describe('the library in a page', () => {
  it('is below 120 kB with everything but gpu.js, which comes when one of its modes is chosen', async () => {
    const { outputFiles, metafile } = await build({
      entryPoints: ['src/index.ts'],
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
    const [entry] = Object.keys(metafile.outputs).filter(
      (file) => metafile.outputs[file]!.entryPoint === 'src/index.ts',
    );
    const at = (file: string) => outputFiles.find(({ path }) => path.endsWith(`/${file}`))!.contents;
    const bytes = [entry!, ...metafile.outputs[entry!]!.imports.flatMap(staticOnly)].reduce(
      (sum, file) => sum + gzipSync(at(file)).length,
      0,
    );
    expect(bytes).toBeLessThan(120_000);
    const inputs = Object.keys(metafile.outputs[entry!]!.inputs);
    expect(inputs.filter((file) => file.includes('gpu.js/'))).toEqual([]);
    expect(outputFiles.some(({ contents }) => contents.length > 400_000)).toBe(true);
  }, 30_000);
});

const staticOnly = ({ path, kind }: { path: string; kind: string }) =>
  kind === 'import-statement' ? [path] : [];
