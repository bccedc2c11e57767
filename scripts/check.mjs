// Runs every check, one after the other, and closes with one line: `N passed, M failed` (`, K skipped`).
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { specs, tool } from './lib/checks.mjs';
import { stage } from './lib/stage.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const patterns = process.argv.slice(2);
const HELP = `npm test [-- PATTERN...]

Runs every check, one after the other: types, lint and format, specs. With patterns only the specs whose path matches
one of them:

  npm test -- raster
  npm test -- spec/layers spec/docs`;
const PICTURES = ['/spec/plot/', '/spec/sinks/plots'];
const WHOLE = ['/spec/demos/', '/spec/browser/'];
const PACKAGE = ['/spec/package/'];
const FRAMES = ['/spec/frames/'];

const checks =
  patterns.length > 0
    ? [['specs', specs(root, patterns)]]
    : [
        ['types', tool(root, 'typescript/bin/tsc', ['--noEmit'])],
        ['lint and format', tool(root, '@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.'])],
        [
          'specs',
          specs(root, [
            '--testPathIgnorePatterns',
            '/node_modules/',
            ...PICTURES,
            ...WHOLE,
            ...PACKAGE,
            ...FRAMES,
          ]),
        ],
        ['picture specs', specs(root, PICTURES)],
        ['demos and browser', specs(root, WHOLE)],
        ['package spec', specs(root, PACKAGE)],
        ['frames of the live page', specs(root, FRAMES)],
      ];

if (patterns.some((pattern) => pattern === '--help' || pattern === '-h')) console.log(HELP);
else await runChecks();

async function runChecks() {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const [name, check] of checks) {
    const counts = await stage(name, check, summary);
    for (const key of Object.keys(sum)) sum[key] += counts[key];
    if (counts.failed > 0) console.log(`\n${counts.output.trimEnd()}\n`);
  }
  console.log(summary(sum));
  process.exitCode = sum.failed > 0 ? 1 : 0;
}

function summary({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
