import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';

/** The distribution's browser, or the one that CHROMIUM names. Without a window's own pages it takes a third of the time. */
export const chromiumPath = [
  process.env.CHROMIUM,
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path && existsSync(path));

/** Whether pictures of pages can be compared: every kind of browser has its own way to place letters. */
export const drawsReferences = chromiumPath?.endsWith('headless-shell') ?? false;

export const FLAGS = [
  '--no-sandbox',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  // graphics computed in software, the same on every machine
  '--enable-unsafe-swiftshader',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
];

/** A page of a real headless Chromium in which `entry`, bundled as a user would, is the global `page`. */
export interface OpenPage {
  readonly page: Page;
  /** What the page printed and could not handle. */
  readonly errors: string[];
  close(): Promise<void>;
}

export async function openPage(entry: string): Promise<OpenPage> {
  const folder = mkdtempSync(join(tmpdir(), 'rxsnn-browser-'));
  const outfile = join(folder, 'page.js');
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify: true,
    format: 'iife',
    globalName: 'page',
    platform: 'browser',
    logLevel: 'error',
    alias: { '#platform': join(process.cwd(), 'src/platform/browser.ts') },
  });
  const server = await serve(outfile);
  const browser: Browser = await chromium.launch({ executablePath: chromiumPath!, args: FLAGS });
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.addScriptTag({ url: '/page.js' });
  const close = async () => {
    await browser.close();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { page, errors, close };
}

/** An empty page, its script, and the files below spec/reference. */
function serve(script: string): Promise<Server> {
  const server = createServer(({ url = '/' }, response) => {
    const reference = url.match(/^\/reference\/[\w/-]+\.(json|nir)$/);
    // cross-origin isolated, so that threads may share memory
    response.setHeader('cross-origin-opener-policy', 'same-origin');
    response.setHeader('cross-origin-embedder-policy', 'require-corp');
    response.setHeader(
      'content-type',
      url === '/page.js' ? 'text/javascript' : reference ? 'application/json' : 'text/html',
    );
    if (url === '/page.js') response.end(readFileSync(script));
    else if (reference) response.end(readFileSync(join(process.cwd(), 'spec', url)));
    else response.end('<!doctype html><meta charset="utf-8"><title>rxsnn</title>');
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
