import { gunzip, readFile } from '#platform';
import { show } from '../check.js';

/** A file's path (in a browser its URL), a URL, a `Blob` or `File` of a page, or the file's bytes. */
export type PathOrBytes = string | URL | Blob | Uint8Array | ArrayBuffer;

/** The bytes, and what error messages call them. */
export interface Loaded {
  readonly bytes: Uint8Array;
  readonly name: string;
}

/**
 * Reads a file for `reader`. Rejects with a message that names reader and file and has the `code` of the cause,
 * or with a `TypeError` for an argument that is neither path nor bytes.
 */
export async function loadBytes(reader: string, input: PathOrBytes): Promise<Loaded> {
  if (input instanceof Uint8Array) return { bytes: input, name: 'the bytes' };
  // of another realm too: a worker's or a test runner's
  const kind = Object.prototype.toString.call(input).slice(8, -1);
  if (kind === 'ArrayBuffer') return { bytes: new Uint8Array(input as ArrayBuffer), name: 'the bytes' };
  if (kind === 'Blob' || kind === 'File') {
    const { name = 'the bytes' } = input as { name?: string };
    return { bytes: await attempt(reader, name, () => bytesOf(input as Blob)), name };
  }
  if ((typeof input !== 'string' && kind !== 'URL') || input === '') {
    throw new TypeError(
      `${reader}: the argument must be a path, a URL, a Blob, a Uint8Array or an ArrayBuffer, got ${show(input)}`,
    );
  }
  const name = String(input);
  return { bytes: await attempt(reader, name, () => readFile(input as string | URL)), name };
}

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer());
}

async function attempt<T>(reader: string, name: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    throw Object.assign(new Error(`${reader}: cannot read ${name}: ${messageOf(cause)}`, { cause }), {
      code: (cause as { code?: string }).code,
    });
  }
}

/** The same, unpacked if it begins as gzip does. Rejects if the packed bytes are damaged. */
export async function unpack(reader: string, { bytes, name }: Loaded): Promise<Loaded> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return { bytes, name };
  try {
    return { bytes: await gunzip(bytes), name };
  } catch (cause) {
    throw new Error(`${reader}: cannot unpack ${name}: ${messageOf(cause)}`, { cause });
  }
}

function messageOf(error: unknown): string {
  // Node's messages end in the call and the path, which stand before
  return String((error as Error).message ?? error).split(', ')[0]!;
}
