// Builds the page and serves it; opens a browser where there is one. `npm run live -- --port 5000 --no-open`
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build, preview } from 'vite';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '4173' }, open: { type: 'boolean', default: true } },
  allowNegative: true,
});
const configFile = fileURLToPath(new URL('vite.config.ts', import.meta.url));

await build({ configFile, logLevel: 'warn' });
const server = await preview({ configFile, logLevel: 'warn', preview: { port: Number(values.port) } });
const url = server.resolvedUrls?.local[0] ?? `http://localhost:${values.port}/`;
console.log(`rxsnn live: ${url}   (Ctrl-C ends)`);
if (values.open) open(url);

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
