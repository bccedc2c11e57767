import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { Live } from '../../demos/live/model/live.js';
import { chromiumPath } from './browser.js';
import { builtPage } from './builtPage.js';
import { type LivePage, type LiveServer, serveFolder } from './livePage.js';
import { settle } from './liveSteps.js';

declare const live: Live;

/** Specs of the live page as it is built, in one browser; `server` is there when they run, and `folder` for their files. */
export function describeLive(name: string, specs: (server: () => LiveServer, folder: string) => void): void {
  const title = chromiumPath
    ? name
    : `${name} (no browser installed: apt-get install chromium-headless-shell)`;
  (chromiumPath ? describe : describe.skip)(title, () => {
    let server: LiveServer | undefined;
    const folder = mkdtempSync(join(tmpdir(), 'rxsnn-live-'));

    beforeAll(async () => {
      server = await serveFolder(await builtPage());
    }, 120_000);
    afterEach(() => server?.closePages(), 30_000);
    afterAll(async () => {
      await server?.close();
      rmSync(folder, { recursive: true, force: true });
    }, 30_000);

    specs(() => server!, folder);
  });
}

/** The page, paused before its first step, with an example of MNIST as its input. */
export async function openPaused(
  server: LiveServer,
  example?: number,
  options: Parameters<LiveServer['open']>[0] = {},
): Promise<LivePage> {
  const { page, errors } = await server.open(options);
  await page.waitForFunction(() => live.ready.value && live.t > 0);
  await page.evaluate(() => live.play(false));
  if (example !== undefined) {
    await page.waitForSelector('.examples i[style*="mask"]');
    await page.locator(`.examples button >> nth=${example}`).click();
  }
  await page.evaluate(() => live.reset());
  await settle(page, 0);
  return { page, errors };
}

/** The watched membrane at a step. */
export function membrane(page: Page, t: number): Promise<number | undefined> {
  return page.evaluate((t) => live.traces.get(t)?.[0], t);
}
