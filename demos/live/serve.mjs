// Builds the page and serves it; opens a browser where there is one.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';

const command = new Command('npm run live --')
  .description(
    'Builds the live page, serves it on this machine, and opens it in a browser where there is one.',
  )
  .option('--port <number>', 'port to serve on', portOf, 4173)
  .option('--no-open', 'open no browser')
  .parse();
const { port, open: opens } = command.opts();
// somebody waits at the port that was asked for; another one would be found by nobody
const asked = command.getOptionValueSource('port') === 'cli';
if (asked && !(await isFree(port))) command.error(`error: live: the port must be free, got ${port}`);

// takes a second, and is for those who got this far
const { build, preview } = await import('vite');
const configFile = fileURLToPath(new URL('vite.config.ts', import.meta.url));

await build({ configFile, logLevel: 'warn' });
const server = await preview({ configFile, logLevel: 'warn', preview: { port, strictPort: asked } });
const url = server.resolvedUrls?.local[0] ?? `http://localhost:${port}/`;
if (!asked && new URL(url).port !== String(port)) console.log(`port ${port} is taken: another one is served`);
console.log(`rxsnn live: ${url}   (Ctrl-C ends)`);
if (opens) open(url);

function portOf(text) {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0 && number < 65536) return number;
  throw new InvalidArgumentError('a port is a whole number from 1 to 65535.');
}

/** Whether nobody listens at a port of this machine. */
function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', ({ code }) => resolve(code !== 'EADDRINUSE'));
    probe.listen(port, 'localhost', () => probe.close(() => resolve(true)));
  });
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
