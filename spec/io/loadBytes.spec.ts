import { execFileSync, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { readNpy, writeNpy } from 'rxsnn';
import { temporaryFolders } from '../helpers/files.js';
import { readAll } from '../helpers/readAll.js';

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

  it('may be of another realm, as bytes of a worker or a test runner are', async () => {
    for (const type of ['Uint8Array.from(bytes)', 'Uint8Array.from(bytes).buffer']) {
      const input = runInNewContext(type, { bytes });
      expect((await readNpy(input)).data).toEqual(Float32Array.of(1, 2));
    }
  });

  it('may be a pipe, which has no size', async () => {
    const pipe = join(folder(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    const writer = spawn('sh', ['-c', 'cat > "$0"', pipe], { stdio: ['pipe', 'ignore', 'ignore'] });
    writer.stdin!.end(bytes);
    expect((await readNpy(pipe)).data).toEqual(Float32Array.of(1, 2));
  });

  it('is named where it can no longer be read after it was opened', async () => {
    const changed = Object.assign(new Error('it has changed'), { code: 'EIO' });
    const slice = () => ({ arrayBuffer: () => Promise.reject(changed) });
    const gone = Object.assign(new File([bytes], 'x.npy'), { slice }) as never;
    for (const [reader, reading] of Object.entries({
      readNpy: readNpy(gone),
      addressEvents: readAll(gone),
    })) {
      const message = `${reader}: cannot read x.npy: it has changed`;
      await expect(reading).rejects.toMatchObject({ message, code: 'EIO' });
    }
  });

  it('is named in errors', async () => {
    const part = new File([bytes.slice(0, 9)], 'part.npy');
    await expect(readNpy(part)).rejects.toThrow('readNpy: part.npy: expected at least 10 bytes, got 9');
    const missing = pathToFileURL(join(folder(), 'x.npy'));
    await expect(readNpy(missing)).rejects.toThrow(`readNpy: cannot read ${missing}: ENOENT`);
    await expect(readNpy(7 as never)).rejects.toThrow('readNpy: the file must be a path, a URL, a Blob');
  });
});
