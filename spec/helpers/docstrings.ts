import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from '@swc/core';
import { type ExpressionStatement, parse } from 'acorn';
import { isObservable, lastValueFrom, type Observable, take, toArray } from 'rxjs';

/** The example in a docstring, and where it stands. */
export interface Example {
  readonly name: string;
  readonly code: string;
}

/** Every `@example` below a folder of sources. */
export function examplesIn(folder: string): Example[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  return files.sort().flatMap((file) => {
    const source = readFileSync(join(folder, file), 'utf8');
    return [...source.matchAll(/\/\*\*[\s\S]*?\*\//g)].flatMap(([docstring]) =>
      [...docstring.matchAll(/@example\n([\s\S]*?)(?=\n\s*\*\s*@|\n\s*\*\/)/g)].map(([, text]) => ({
        name: `${file}: ${text!.replace(/^\s*\* ?/, '').split('\n')[0]}`,
        code: text!.replace(/^\s*\* ?/gm, ''),
      })),
    );
  });
}

/** A statement's value, and what the comment behind it says. */
export interface Shown {
  readonly value: unknown;
  readonly comment: string;
}

/** Most that is taken of a stream that an example leaves open. */
const MOST = 200;

/** Runs an example, in which `scope` gives names their values, and returns what its statements came to. */
export async function runExample(
  { code }: Example,
  scope: Readonly<Record<string, unknown>>,
): Promise<Shown[]> {
  const lines = code.split('\n');
  const comments: string[] = [];
  // a comment behind a statement is kept by a call in front of it
  const marked = lines.map((line) => {
    const comment = line.match(/;\s*\/\/ (.*)$/)?.[1];
    if (comment === undefined) return line;
    comments.push(comment);
    return `${line}\n'comment ${comments.length - 1}';`;
  });
  const script = transformSync(marked.join('\n'), {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    isModule: true,
  }).code;
  const { body } = parse(script, {
    ecmaVersion: 2022,
    sourceType: 'module',
    allowAwaitOutsideFunction: true,
  });
  const text = body.map((node) => {
    const own = script.slice(node.start, node.end);
    if (node.type !== 'ExpressionStatement') return own;
    const { expression } = node as ExpressionStatement;
    const comment = own.match(/^'comment (\d+)'|^"comment (\d+)"/);
    if (comment) return `say(${comment[1] ?? comment[2]});`;
    return `await show(${script.slice(expression.start, expression.end)});`;
  });
  const shown: Shown[] = [];
  const show = async (value: unknown) => {
    shown.push({ value: await settled(value), comment: '' });
  };
  const say = (i: number) => {
    const last = shown.pop();
    if (last) shown.push({ value: last.value, comment: comments[i]! });
  };
  const names = { ...scope, show, say };
  const AsyncFunction = (async () => undefined).constructor as FunctionConstructor;
  await new AsyncFunction(...Object.keys(names), text.join('\n'))(...Object.values(names));
  return shown;
}

/** A stream as the array of what it emitted, a promise as its value. */
async function settled(value: unknown): Promise<unknown> {
  if (isObservable(value)) return lastValueFrom((value as Observable<unknown>).pipe(take(MOST), toArray()));
  return value;
}

/** What a comment of numbers claims, or `undefined` for prose: `0, 1, 0`, `[1, 3]`, `classes 0, 0, 1`. */
export function claimOf(
  comment: string,
): { readonly field: string | undefined; readonly numbers: number[] } | undefined {
  const match = comment.match(/^(?:([a-z]\w*) )?\[?(-?[\d.]+(?:e-?\d+)?(?:, -?[\d.]+(?:e-?\d+)?)*)\]?$/);
  return match ? { field: match[1], numbers: match[2]!.split(', ').map(Number) } : undefined;
}

/** The numbers in a value, in order; of each item only `field` where it is given. */
export function numbersIn(value: unknown, field?: string): number[] {
  if (typeof value === 'number') return [value];
  if (ArrayBuffer.isView(value)) return [...(value as Float32Array)];
  if (Array.isArray(value)) return value.flatMap((item) => numbersIn(item, field));
  if (typeof value !== 'object' || value === null) return [];
  const item = value as Record<string, unknown>;
  if (field !== undefined && field in item) return numbersIn(item[field]);
  if ('output' in item) return numbersIn(item.output);
  return 'data' in item ? numbersIn(item.data) : [];
}
