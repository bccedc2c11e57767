import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { chromiumPath, FLAGS } from './browser.js';

/** The live page as it is built, served from its folder, in a browser of its own. */
export interface LiveServer {
  /** What browsers were sent. */
  readonly sent: readonly { readonly url: string; readonly bytes: number }[];
  open(options?: BrowserContextOptions & { readonly hash?: string }): Promise<LivePage>;
  /** A page without anything, in a window of its own. */
  openEmpty(): Promise<Page>;
  closePages(): Promise<void>;
  close(): Promise<void>;
}

export interface LivePage {
  readonly page: Page;
  /** What the page printed as an error and could not handle. */
  readonly errors: string[];
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

/** Serves a page that lies in a folder. */
export async function serveFolder(folder: string): Promise<LiveServer> {
  const sent: { url: string; bytes: number }[] = [];
  const server = await serve(folder, sent);
  const devices = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
  const args = [...FLAGS, ...devices];
  const browser: Browser = await chromium.launch({ executablePath: chromiumPath!, args });
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    sent,
    async open({ hash = '', ...options } = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
      const page = await context.newPage();
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text());
      });
      await page.goto(address + hash);
      return { page, errors };
    },
    openEmpty: () => browser.newPage(),
    async closePages() {
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}

function serve(folder: string, sent: { url: string; bytes: number }[]): Promise<Server> {
  const server = createServer(({ url = '/' }, response) => {
    const file = join(folder, url === '/' ? 'index.html' : new URL(url, 'http://page').pathname);
    response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
    response.statusCode = existsSync(file) ? 200 : 404;
    const content = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
    sent.push({ url, bytes: content.length });
    response.end(content);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
