// Installs what the repository needs, once: every npm script begins with it.
// `npm run setup -- --gl` builds headless GL as well (minutes; only for gpu.js' 'headlessgl' device).
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { has } from './lib/stamp.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [major, minor] = process.versions.node.split('.').map(Number);
const gl = process.argv.includes('--gl');

if (major < 20 || (major === 20 && minor < 9)) {
  console.error(`setup: Node 20.9 or newer is needed, got ${process.versions.node}`);
  process.exitCode = 1;
} else if (gl || !has(root, 'done')) {
  // loaded only here: with nothing to do, set-up must cost no time
  const { install } = await import('./lib/install.mjs');
  process.exitCode = await install(root, { gl });
}
