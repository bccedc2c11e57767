import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readIdx } from '../../src/io/idx.js';
import { temporaryFolders } from '../helpers/files.js';

const folder = temporaryFolders();

function idx(type: number, shape: number[], data: number[]): Uint8Array {
  const head = new DataView(new ArrayBuffer(4 + 4 * shape.length));
  head.setUint32(0, type * 256 + shape.length);
  shape.forEach((size, i) => {
    head.setUint32(4 + 4 * i, size);
  });
  return Uint8Array.of(...new Uint8Array(head.buffer), ...data);
}

describe('readIdx', () => {
  it('reads a file, packed or not', async () => {
    const root = folder();
    writeFileSync(join(root, 'plain'), idx(8, [2, 3], [1, 2, 3, 4, 5, 255]));
    writeFileSync(join(root, 'packed'), gzipSync(idx(8, [2, 3], [1, 2, 3, 4, 5, 255])));
    for (const name of ['plain', 'packed']) {
      const read = await readIdx(join(root, name));
      expect(read).toEqual({ shape: [2, 3], data: Uint8Array.of(1, 2, 3, 4, 5, 255) });
    }
  });

  it.each([
    ['signed bytes', 9, [127, 128], Int8Array.of(127, -128)],
    ['16-bit integers', 11, [1, 2, 255, 254], Int16Array.of(258, -2)],
    ['32-bit integers', 12, [0, 0, 1, 2, 255, 255, 255, 254], Int32Array.of(258, -2)],
    ['32-bit floats', 13, [0x3f, 0xc0, 0, 0, 0xc0, 0, 0, 0], Float32Array.of(1.5, -2)],
    [
      '64-bit floats',
      14,
      [0x3f, 0xf8, 0, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0],
      Float64Array.of(1.5, -2),
    ],
  ])('reads %s, big end first', async (_, type, bytes, data) => {
    expect(await readIdx(idx(type, [2], bytes))).toEqual({ shape: [2], data });
  });

  it('takes bytes in the middle of a buffer, an ArrayBuffer, and keeps neither', async () => {
    const file = idx(8, [2], [1, 2]);
    const within = Uint8Array.of(9, 9, 9, ...file).subarray(3);
    const read = await readIdx(within);
    within.fill(0);
    expect(read.data).toEqual(Uint8Array.of(1, 2));
    expect(await readIdx(file.buffer as ArrayBuffer)).toEqual({ shape: [2], data: Uint8Array.of(1, 2) });
  });

  it('reads an empty array', async () => {
    expect(await readIdx(idx(13, [0, 28], []))).toEqual({ shape: [0, 28], data: new Float32Array() });
  });

  it('names the file and both lengths when it is too short or too long', async () => {
    const file = join(folder(), 'images');
    writeFileSync(file, idx(8, [10000, 28, 28], Array(84).fill(0)));
    await expect(readIdx(file)).rejects.toThrow(`readIdx: ${file}: expected 7840016 bytes, got 100`);
    await expect(readIdx(idx(8, [1], [1, 2]))).rejects.toThrow('the bytes: expected 9 bytes, got 10');
    await expect(readIdx(new Uint8Array(3))).rejects.toThrow('expected at least 4 bytes, got 3');
    await expect(readIdx(idx(8, [1, 1], []).subarray(0, 9))).rejects.toThrow(
      'expected at least 12 bytes, got 9',
    );
  });

  it('is not fooled by sizes whose product a number cannot hold', async () => {
    const huge = Array(255).fill(0xffffffff);
    await expect(readIdx(idx(14, huge, []))).rejects.toThrow(/expected \d{2400,} bytes, got 1024/);
  });

  it('refuses another magic number and damaged gzip', async () => {
    await expect(readIdx(idx(10, [1], [1]))).rejects.toThrow('09 or 0b to 0e, got 00000a01');
    await expect(readIdx(Uint8Array.of(1, 0, 8, 1))).rejects.toThrow('got 01000801');
    const packed = gzipSync(idx(8, [100], Array(100).fill(3)));
    await expect(readIdx(packed.subarray(0, 20))).rejects.toThrow(
      'readIdx: cannot unpack the bytes: unexpected end',
    );
  });

  it('names a missing file, and refuses another argument', async () => {
    const file = join(folder(), 'nothing');
    await expect(readIdx(file)).rejects.toThrow(
      `readIdx: cannot read ${file}: ENOENT: no such file or directory`,
    );
    const rule = 'readIdx: the file must be a path, a URL, a Blob, a Uint8Array or an ArrayBuffer, got ';
    await expect(readIdx('')).rejects.toThrow(new TypeError(`${rule}''`));
    await expect(readIdx(42 as never)).rejects.toThrow(new TypeError(`${rule}42`));
  });

  it('gives a result or an Error for any bytes', async () => {
    const file = idx(11, [2, 2], [0, 1, 0, 2, 0, 3, 0, 4]);
    const mutated = fc
      .tuple(fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { maxLength: 4 }), fc.nat(file.length))
      .map(([changes, length]) => {
        const copy = file.slice();
        for (const [at, byte] of changes) copy[at] = byte;
        return copy.subarray(0, length);
      });
    const packed = fc.tuple(mutated, fc.nat(30)).map(([bytes, cut]) => gzipSync(bytes).subarray(0, 40 - cut));
    await fc.assert(
      fc.asyncProperty(fc.oneof(mutated, packed, fc.uint8Array()), async (bytes) => {
        try {
          const { shape, data } = await readIdx(bytes);
          expect(data.length).toBe(shape.reduce((a, b) => a * b, 1));
        } catch (error) {
          expect((error as Error).message).toMatch(/^readIdx: /);
        }
      }),
      { seed: 1, numRuns: 2000 },
    );
  });
});
