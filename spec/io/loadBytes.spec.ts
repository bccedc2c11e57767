import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readNpy, writeNpy } from 'rxsnn';
import { temporaryFolders } from '../helpers/files.js';

const folder = temporaryFolders();
const bytes = writeNpy({ shape: [2], data: Float32Array.of(1, 2) }) as Uint8Array<ArrayBuffer>;

describe('what every reader takes', () => {
  it('is a path, a URL, a Blob, a File, bytes or an ArrayBuffer', async () => {
    const path = join(folder(), 'x.npy');
    writeFileSync(path, bytes);
    const inputs = [
      path,
      pathToFileURL(path),
      new Blob([bytes]),
      new File([bytes], 'x.npy'),
      bytes,
      bytes.buffer,
    ];
    for (const input of inputs) expect((await readNpy(input)).data).toEqual(Float32Array.of(1, 2));
  });

  it('is named in errors', async () => {
    const part = new File([bytes.slice(0, 9)], 'part.npy');
    await expect(readNpy(part)).rejects.toThrow('readNpy: part.npy: expected at least 10 bytes, got 9');
    const missing = pathToFileURL(join(folder(), 'x.npy'));
    await expect(readNpy(missing)).rejects.toThrow(`readNpy: cannot read ${missing}: ENOENT`);
    await expect(readNpy(7 as never)).rejects.toThrow('readNpy: the argument must be a path, a URL, a Blob');
  });
});
