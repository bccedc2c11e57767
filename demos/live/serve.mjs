// Builds the page and serves it; opens a browser where there is one.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import { build, preview } from 'vite';

const { port, open: opens } = new Command('npm run live --')
  .description(
    'Builds the live page, serves it on this machine, and opens it in a browser where there is one.',
  )
  .option('--port <number>', 'port to serve on', portOf, 4173)
  .option('--no-open', 'open no browser')
  .parse()
  .opts();
const configFile = fileURLToPath(new URL('vite.config.ts', import.meta.url));

await build({ configFile, logLevel: 'warn' });
const server = await preview({ configFile, logLevel: 'warn', preview: { port } });
const url = server.resolvedUrls?.local[0] ?? `http://localhost:${port}/`;
console.log(`rxsnn live: ${url}   (Ctrl-C ends)`);
if (opens) open(url);

function portOf(text) {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0 && number < 65536) return number;
  throw new InvalidArgumentError('a port is a whole number from 1 to 65535.');
}

function open(url) {
  const headless = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
  if (headless || process.env.CI) return;
  const [command, ...args] = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] }[process.platform] ?? [
    'xdg-open',
  ];
  spawn(command, [...args, url], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}
