import { openFile } from '#platform';
import { show } from '../../check.js';
import { blobFile } from '../../platform/blobFile.js';
import type { OpenFile } from '../../platform/platform.js';
import type { PathOrBytes } from '../loadBytes.js';

/** A file that is open, and what error messages call it. */
export interface Bytes extends OpenFile {
  readonly name: string;
}

/** A file's contents break a rule of its format: `operator: file: rule, got value at byte n`. */
export class Malformed extends Error {}

/** Throws a `TypeError` unless `input` is a path, a `Blob` or bytes. */
export function checkFile(operator: string, input: PathOrBytes): PathOrBytes {
  const known =
    typeof input === 'string' ? input !== '' && !input.includes('\0') : kindOf(input) !== undefined;
  if (known) return input;
  throw new TypeError(
    `${operator}: the file must be a path, a URL, a Blob, a Uint8Array or an ArrayBuffer, got ${show(input)}`,
  );
}

/** Opens a file for `operator`. A path that cannot be read rejects with an error that has the `code` of its cause. */
export async function openBytes(operator: string, input: PathOrBytes): Promise<Bytes> {
  if (typeof input !== 'string' && kindOf(input) !== 'URL') {
    return inMemory(input as Exclude<PathOrBytes, string | URL>);
  }
  try {
    return { ...(await openFile(input as string | URL)), name: String(input) };
  } catch (cause) {
    const { message, code } = cause as { message?: string; code?: string };
    const why = String(message ?? cause).split(', ')[0];
    throw Object.assign(new Error(`${operator}: cannot read ${input}: ${why}`, { cause }), { code });
  }
}

function inMemory(input: Exclude<PathOrBytes, string | URL>): Bytes {
  if (kindOf(input) === 'Blob') {
    const { name } = input as { name?: string };
    return { ...blobFile(input as Blob), name: name ?? 'the bytes' };
  }
  // a plain view of the same bytes: the slices of Node's Buffer are no copies
  const bytes = ArrayBuffer.isView(input)
    ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength)
    : new Uint8Array(input as ArrayBuffer);
  return {
    name: 'the bytes',
    size: bytes.length,
    read: async (at, length) => bytes.subarray(at, at + length),
    close: async () => {},
  };
}

/** By its tag, since a test runner's or a worker's objects are of another realm. */
function kindOf(input: unknown): 'Blob' | 'URL' | 'bytes' | undefined {
  if (input instanceof Uint8Array) return 'bytes';
  const tag = Object.prototype.toString.call(input).slice(8, -1);
  if (tag === 'Blob' || tag === 'File') return 'Blob';
  if (tag === 'URL') return 'URL';
  return tag === 'ArrayBuffer' || tag === 'Uint8Array' ? 'bytes' : undefined;
}
