import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { preview } from 'vite';

/** The page, built and served on this machine, and a browser to look at it with. */
export interface Served {
  readonly url: string;
  readonly browser: Browser;
  close(): Promise<void>;
}

const configFile = fileURLToPath(new URL('vite.config.ts', import.meta.url));

/** Without a graphics card, as it is on most servers: the processor draws. */
export async function served(): Promise<Served> {
  const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
    (path) => path && existsSync(path),
  );
  if (!executablePath)
    throw new Error('live: no browser found, CHROMIUM names one (apt-get install chromium)');
  const vite = fileURLToPath(new URL('../../node_modules/vite/bin/vite.js', import.meta.url));
  execFileSync(process.execPath, [vite, 'build', '--config', configFile, '--logLevel', 'error']);
  const server = await preview({ configFile, logLevel: 'error', preview: { port: 0, host: '127.0.0.1' } });
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  return {
    url: server.resolvedUrls!.local[0]!,
    browser,
    async close() {
      await browser.close();
      server.httpServer.close();
    },
  };
}
