import type { OpenFile } from './platform.js';

/** A Blob, or a File that a user has chosen, as a file that is read piece by piece: only the pieces are in memory. */
export function blobFile(blob: Blob): OpenFile {
  return {
    size: blob.size,
    read: async (at, length) => new Uint8Array(await blob.slice(at, at + length).arrayBuffer()),
    close: async () => {},
  };
}
