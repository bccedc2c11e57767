// Installs what the repository needs, once: every npm script begins with it.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { has } from './lib/stamp.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [major, minor] = process.versions.node.split('.').map(Number);
const gl = process.argv.includes('--gl');
const HELP = `npm run setup [-- --gl]

Installs what the repository needs, once: the npm packages, and the system libraries of canvas where its prebuilt binary
cannot be fetched. All other commands begin with it.

  --gl  builds the package gl as well (minutes), for gpu.js' device headlessgl`;

if (process.argv.some((arg) => arg === '--help' || arg === '-h')) {
  console.log(HELP);
} else if (major < 20 || (major === 20 && minor < 9)) {
  console.error(`setup: Node 20.9 or newer is needed, got ${process.versions.node}`);
  process.exitCode = 1;
} else if (gl || !has(root, 'done')) {
  // loaded only here: with nothing to do, set-up must cost no time
  const { install } = await import('./lib/install.mjs');
  process.exitCode = await install(root, { gl });
}
