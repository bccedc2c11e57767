import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { chromiumPath } from '../helpers/browser.js';
import { codeBlocks } from '../helpers/examples.js';
import { serveFolder } from '../helpers/livePage.js';

(chromiumPath ? describe : describe.skip)('docs/live.md', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rxsnn-thirty-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('has a live demo that works as it stands', async () => {
    const [code] = codeBlocks('docs/live.md');
    writeFileSync(
      join(folder, 'index.html'),
      '<!doctype html><body></body><script type="module" src="page.js"></script>',
    );
    copyFileSync(
      'demos/tutorial/mnist-784-1000-10.safetensors',
      join(folder, 'mnist-784-1000-10.safetensors'),
    );
    await build({
      stdin: { contents: code!, resolveDir: process.cwd(), loader: 'ts' },
      outfile: join(folder, 'page.js'),
      bundle: true,
      minify: true,
      format: 'esm',
      logLevel: 'error',
      alias: {
        rxsnn: join(process.cwd(), 'src/index.ts'),
        '#platform': join(process.cwd(), 'src/platform/browser.ts'),
      },
    });
    const server = await serveFolder(folder);
    try {
      const { page, errors } = await server.open();
      await page.waitForSelector('#pad');
      const pad = (await page.locator('#pad').boundingBox())!;
      await page.mouse.move(pad.x + 70, pad.y + 70);
      await page.mouse.down();
      await page.mouse.move(pad.x + 200, pad.y + 70, { steps: 20 });
      await page.mouse.move(pad.x + 120, pad.y + 220, { steps: 20 });
      await page.mouse.up();
      await page.locator('#beta').fill('0.9');
      await page.waitForFunction(() =>
        /^\d+ steps\/s, \d+ dropped$/.test(document.getElementById('meter')!.textContent!),
      );
      await page.waitForFunction(() => (document.getElementById('count') as HTMLCanvasElement).width >= 800);
      expect(errors.filter((error) => !error.includes('favicon') && !error.includes('404'))).toEqual([]);
    } finally {
      await server.close();
    }
  }, 60_000);
});
