import { gunzip } from '#platform';
import { checkFile, openBytes, type PathOrBytes } from './bytes/bytes.js';

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
  const file = await openBytes(reader, checkFile(reader, input));
  try {
    return { bytes: await file.read(0, file.size), name: file.name };
  } finally {
    await file.close();
  }
}

/** The same, unpacked if it begins as gzip does. Rejects if the packed bytes are damaged. */
export async function unpack(reader: string, { bytes, name }: Loaded): Promise<Loaded> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return { bytes, name };
  try {
    return { bytes: await gunzip(bytes), name };
  } catch (cause) {
    throw new Error(`${reader}: cannot unpack ${name}: ${(cause as Error).message}`, { cause });
  }
}
