import Table from 'cli-table3';
import type { Case, Findings, Table as Rows } from '../case.js';
import { type Machine, machineLines } from './machine.js';

export function printMachine(machine: Machine): void {
  process.stdout.write(`${machineLines(machine).join('\n')}\n`);
}

/** The tables of a case, what is to be said of them, and where its pictures are. */
export function printFindings({ name, about }: Case, { tables, notes = [], pictures = [] }: Findings): void {
  const lines = ['', `${bold(name)}  ${about}`];
  for (const table of tables) lines.push('', ...tableLines(table));
  if (notes.length + pictures.length > 0) lines.push('');
  lines.push(...notes.map((note) => `  ${note}`), ...pictures.map((path) => `  wrote ${path}`));
  process.stdout.write(`${lines.join('\n')}\n`);
}

export function printFailure({ name }: Case, error: unknown): void {
  process.stdout.write(`\n${bold(name)}  failed\n\n  ${error instanceof Error ? error.message : error}\n`);
}

function tableLines({ head, rows }: Rows): string[] {
  const table = new Table({
    head: [...head],
    colAligns: head.map((_, i) => (i === 0 ? 'left' : 'right')),
    style: {
      head: process.stdout.isTTY ? ['dim'] : [],
      border: [],
      compact: true,
      'padding-left': 0,
      'padding-right': 3,
    },
    chars: plain,
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => `  ${line.trimEnd()}`);
}

function bold(text: string): string {
  return process.stdout.isTTY ? `\x1b[1m${text}\x1b[0m` : text;
}

/** Columns apart, and nothing drawn between them. */
const plain = Object.fromEntries(Object.keys(new Table().options.chars).map((part) => [part, '']));
