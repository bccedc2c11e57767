// Compiles src/devices/events/assembly to WebAssembly and writes it, as text that any bundler takes, to
// src/devices/events/binary.ts. With --check it writes nothing, and exits 1 when that file is not what would be written.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const target = join(root, 'src/devices/events/binary.ts');

const text = wrap(await compile());
if (!process.argv.includes('--check')) {
  writeFileSync(target, text);
} else if (readFileSync(target, 'utf8') !== text) {
  console.error('buildWasm: src/devices/events/binary.ts is out of date, run node scripts/buildWasm.mjs');
  process.exitCode = 1;
}

async function compile() {
  const options = ['--runtime', 'stub', '--importMemory', '--maximumMemory', '65536', '--enable', 'simd'];
  const speed = ['--optimizeLevel', '3', '--shrinkLevel', '0', '--converge', '--noAssert', '--use', 'abort='];
  let binary;
  const { error, stderr } = await asc.main(['index.ts', '--outFile', 'index.wasm', ...options, ...speed], {
    readFile: (name) => {
      try {
        return readFileSync(join(root, 'src/devices/events/assembly', name), 'utf8');
      } catch {
        return null;
      }
    },
    writeFile: (_name, contents) => {
      binary = contents;
    },
    listFiles: () => [],
  });
  if (error) throw new Error(`buildWasm: ${error.message}\n${stderr}`);
  return binary;
}

function wrap(binary) {
  const lines = Buffer.from(binary)
    .toString('base64')
    .match(/.{1,108}/g);
  return [
    '// Made by scripts/buildWasm.mjs of the sources in assembly/; do not edit.',
    '',
    `/** The module's ${binary.length} bytes in base64. */`,
    'export const binary = `',
    ...lines,
    '`;',
    '',
  ].join('\n');
}
