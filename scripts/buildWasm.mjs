// Compiles src/devices/events/assembly to WebAssembly and writes it, as text that any bundler takes, to
// src/devices/events/binary.ts, and its windows/ to windowBinary.ts. With --check it writes nothing, and exits 1 when a
// file is not what would be written.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, 'src/devices/events');
/** What each module exports it from, and the constant that holds it, whose name its file has. */
const modules = [
  { entry: 'index.ts', name: 'binary' },
  { entry: 'windows/index.ts', name: 'windowBinary' },
];

for (const { entry, name } of modules) {
  const target = join(folder, `${name}.ts`);
  const text = wrap(name, await compile(entry));
  if (!process.argv.includes('--check')) {
    writeFileSync(target, text);
  } else if (!existsSync(target) || readFileSync(target, 'utf8') !== text) {
    console.error(`buildWasm: ${target} is out of date, run node scripts/buildWasm.mjs`);
    process.exitCode = 1;
  }
}

async function compile(entry) {
  const options = ['--runtime', 'stub', '--importMemory', '--maximumMemory', '65536', '--enable', 'simd'];
  const speed = ['--optimizeLevel', '3', '--shrinkLevel', '0', '--converge', '--noAssert', '--use', 'abort='];
  let binary;
  const { error, stderr } = await asc.main([entry, '--outFile', 'index.wasm', ...options, ...speed], {
    readFile: (name) => {
      try {
        return readFileSync(join(folder, 'assembly', name), 'utf8');
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

function wrap(name, binary) {
  const lines = Buffer.from(binary)
    .toString('base64')
    .match(/.{1,108}/g);
  return [
    '// Made by scripts/buildWasm.mjs of the sources in assembly/; do not edit.',
    '',
    `/** The module's ${binary.length} bytes in base64. */`,
    `export const ${name} = \``,
    ...lines,
    '`;',
    '',
  ].join('\n');
}
