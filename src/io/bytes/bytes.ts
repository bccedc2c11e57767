import { openFile } from '#platform';
import { show } from '../../check.js';
import { blobFile } from '../../platform/blobFile.js';
import type { OpenFile } from '../../platform/platform.js';

/** A file's path (in a browser its URL), a URL, a `Blob` or `File` of a page, or the file's bytes. */
export type PathOrBytes = string | URL | Blob | Uint8Array | ArrayBuffer;

/** A file that is open, and what error messages call it. */
export interface Bytes extends OpenFile {
  readonly name: string;
}

/** A file's contents break a rule of its format: `operator: file: rule, got value at byte n`. */
export class Malformed extends Error {}

/** Throws a `TypeError` unless `input` is a path, a `Blob` or bytes. */
export function checkFile(operator: string, input: PathOrBytes): PathOrBytes {
  if (kindOf(input) !== undefined) return input;
  throw new TypeError(
    `${operator}: the file must be a path, a URL, a Blob, a Uint8Array or an ArrayBuffer, got ${show(input)}`,
  );
}

/** Opens a file for `operator`. One that cannot be opened or read rejects with an error that has the `code` of its cause. */
export async function openBytes(operator: string, input: PathOrBytes): Promise<Bytes> {
  const name = kindOf(input) === 'path' ? String(input) : ((input as Partial<File>).name ?? 'the bytes');
  const attempt = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      const { message, code } = cause as { message?: string; code?: string };
      // Node's messages end in the call and the path, which stand before
      const why = String(message ?? cause).split(', ')[0];
      throw Object.assign(new Error(`${operator}: cannot read ${name}: ${why}`, { cause }), { code });
    }
  };
  const file = await attempt(() => open(input));
  return { ...file, name, read: (at, length) => attempt(() => file.read(at, length)) };
}

async function open(input: PathOrBytes): Promise<OpenFile> {
  switch (kindOf(input)) {
    case 'path':
      return openFile(input as string | URL);
    case 'Blob':
      return blobFile(input as Blob);
    default:
      return inMemory(input as Uint8Array | ArrayBuffer);
  }
}

function inMemory(input: Uint8Array | ArrayBuffer): OpenFile {
  // a plain view of the same bytes: the slices of Node's Buffer are no copies
  const bytes = ArrayBuffer.isView(input)
    ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength)
    : new Uint8Array(input);
  return {
    size: bytes.length,
    read: async (at, length) => bytes.subarray(at, at + length),
    close: async () => {},
  };
}

type Kind = 'path' | 'Blob' | 'bytes';

/** By tag, since a test runner's or a worker's objects are of another realm. */
const kinds: ReadonlyMap<string, Kind> = new Map([
  ['URL', 'path'],
  ['Blob', 'Blob'],
  ['File', 'Blob'],
  ['Uint8Array', 'bytes'],
  ['ArrayBuffer', 'bytes'],
]);

function kindOf(input: unknown): Kind | undefined {
  if (typeof input === 'string') return input === '' || input.includes('\0') ? undefined : 'path';
  return kinds.get(Object.prototype.toString.call(input).slice(8, -1));
}
