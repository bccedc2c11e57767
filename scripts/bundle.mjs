// Makes one file of the compiled library for Node, which takes half a millisecond for each that it opens; bundlers take the
// files one by one, and leave out what is not used. `dist`, or the folder that is given, holds what tsc made.
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = resolve(process.argv[2] ?? join(root, 'dist'));

await build({
  entryPoints: [join(dist, 'index.js')],
  outfile: join(dist, 'node.js'),
  bundle: true,
  format: 'esm',
  target: 'node20',
  platform: 'node',
  alias: { '#platform': join(dist, 'platform/node.js') },
  packages: 'external',
  logLevel: 'warning',
});
