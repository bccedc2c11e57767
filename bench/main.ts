/**
 * How fast rxsnn is, beside others. Run it with `npm run bench`, see its cases with `npm run bench -- --help`.
 */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Argument, Command } from 'commander';
import writeFileAtomic from 'write-file-atomic';
import type { Bench, Findings } from './case.js';
import { cases } from './cases/index.js';
import { thisMachine } from './report/machine.js';
import { printFailure, printFindings, printMachine } from './report/print.js';
import { Progress } from './report/progress.js';

const program = new Command('npm run bench --')
  .description('Measures rxsnn and its peers; prints tables, and writes them and charts to the output folder')
  .addArgument(new Argument('[case...]', 'what to measure').choices(cases.map(({ name }) => name)))
  .option('--quick', 'fewer repetitions and smaller sizes', false)
  .option('--out <folder>', 'where the JSON file and the pictures go', 'out')
  .addHelpText(
    'after',
    `\nCases:\n${cases.map(({ name, about }) => `  ${name.padEnd(10)}${about}`).join('\n')}`,
  )
  .showHelpAfterError('see npm run bench -- --help')
  .parse();

const { quick, out } = program.opts<{ quick: boolean; out: string }>();
const chosen = program.args.length > 0 ? cases.filter(({ name }) => program.args.includes(name)) : cases;
const progress = new Progress();
const bench: Bench = { quick, progress, path: (file) => join(out, file) };
const machine = thisMachine();
const found: Record<string, unknown> = {};

printMachine(machine);
for (const measured of chosen) {
  progress.begin(measured.name);
  let findings: Findings;
  try {
    findings = await measured.run(bench);
  } catch (error) {
    progress.clear();
    printFailure(measured, error);
    found[measured.name] = { error: String(error) };
    process.exitCode = 1;
    continue;
  }
  progress.clear();
  printFindings(measured, findings);
  found[measured.name] = findings.data;
}

const file = bench.path(`${['bench', ...program.args].join('-')}.json`);
await mkdir(out, { recursive: true });
await writeFileAtomic(file, `${JSON.stringify({ ...machine, quick, cases: found }, undefined, 2)}\n`);
process.stdout.write(`\n  wrote ${file}\n`);
