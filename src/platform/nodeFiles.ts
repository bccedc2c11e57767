import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { blobFile } from './blobFile.js';
import type { FileHandleLike, GrowingFile, OpenFile } from './platform.js';

export async function openFile(path: string | URL): Promise<OpenFile> {
  const handle = await open(path);
  const close = once(() => handle.close());
  try {
    const found = await handle.stat();
    if (found.isDirectory()) throw Object.assign(new Error('it is not a file'), { code: 'EISDIR' });
    // a pipe has no size
    if (!found.isFile()) return { ...blobFile(new Blob([await handle.readFile()])), close };
    return {
      size: found.size,
      async read(at, length) {
        const bytes = new Uint8Array(Math.max(0, Math.min(length, found.size - at)));
        for (let filled = 0; filled < bytes.length; ) {
          const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, at + filled);
          if (bytesRead === 0) return bytes.subarray(0, filled);
          filled += bytesRead;
        }
        return bytes;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

export async function growFile(target: string | FileHandleLike): Promise<GrowingFile> {
  if (typeof target !== 'string') throw new TypeError('Node writes to paths, not to file handles of a page');
  await checkPlace(target);
  await mkdir(dirname(target), { recursive: true });
  // a name of its own: two writers of one path, and what a crash has left, do not meet
  const temporary = `${target}.${crypto.randomUUID().slice(0, 8)}.partial`;
  const handle = await open(temporary, 'wx');
  const close = once(() => handle.close());
  return {
    temporary,
    async write(bytes) {
      for (let done = 0; done < bytes.length; ) {
        done += (await handle.write(bytes, done, bytes.length - done)).bytesWritten;
      }
    },
    async finish() {
      await close();
      await rename(temporary, target);
    },
    async abandon(fate) {
      await close().catch(() => {});
      if (fate === 'remove') await rm(temporary, { force: true }).catch(() => {});
    },
  };
}

/** Throws where a file cannot take a name: a folder has it, or a device or a pipe, which the file would replace. */
export async function checkPlace(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found || found.isFile()) return;
  const why = found.isDirectory() ? 'EISDIR: illegal operation on a directory' : 'it is not a file';
  throw new Error(why);
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= work();
    return result;
  };
}
