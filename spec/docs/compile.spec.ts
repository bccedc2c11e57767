import { basename, join } from 'node:path';
import { expect, it } from '@jest/globals';
import ts from 'typescript';
import { pages, programs } from '../helpers/examples.js';

/** What examples leave open: a sensor of the reader's own. */
const OPEN = 'declare const sensor: { read(): number };';

it('every block of the README and of docs/ compiles under what `tsc --init` asks for, and strict', () => {
  const codes = new Map(
    pages().flatMap((page) =>
      programs(page).map((code, i) => [
        join(process.cwd(), `${page.replace('/', '-')}-${i}.ts`),
        `${code}\n${OPEN}`,
      ]),
    ),
  );
  expect(codes.size).toBeGreaterThan(50);
  expect(complaints(codes)).toEqual([]);
}, 120_000);

/** What the compiler says of files that are only in memory: the file, the line and the error. */
function complaints(codes: ReadonlyMap<string, string>): string[] {
  const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(
    { ...config, files: [], include: [] },
    ts.sys,
    process.cwd(),
  );
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.readFile = (file) => codes.get(file) ?? readFile(file);
  host.fileExists = (file) => codes.has(file) || fileExists(file);
  const program = ts.createProgram([...codes.keys()], options, host);
  return [...codes].flatMap(([file, code]) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ start, messageText }) => {
        const line = code.slice(0, start).split('\n').length - 1;
        return `${basename(file)}: ${code.split('\n')[line]}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
      },
    );
  });
}
