import { describe, expect, it } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { readNpz, writeNpz } from '../../src/io/npz.js';
import { mutationCount, mutations } from '../helpers/mutations.js';

const arrays = {
  spk: { shape: [200, 10], data: Float32Array.from({ length: 2000 }, (_, i) => (i % 7 ? 0 : 1)) },
  labels: { shape: [3], data: Uint8Array.of(7, 2, 1) },
};

describe('readNpz', () => {
  it('reads what writeNpz wrote, packed or not', async () => {
    for (const compress of [false, true]) {
      const read = await readNpz(writeNpz(arrays, { compress }));
      expect(read).toEqual({
        spk: { ...arrays.spk, dtype: '<f4' },
        labels: { ...arrays.labels, dtype: '|u1' },
      });
    }
    expect(writeNpz(arrays, { compress: true }).length).toBeLessThan(writeNpz(arrays).length / 10);
    expect(writeNpz(arrays)).toEqual(writeNpz(arrays));
  });

  it('passes over files that are no arrays', async () => {
    expect(await readNpz(zipSync({ 'README.txt': strToU8('spikes') }))).toEqual({});
  });

  it.each([
    ['no zip', new Uint8Array(100), 'readNpz: the bytes: cannot unzip: invalid zip data'],
    ['nothing', new Uint8Array(0), 'readNpz: the bytes: cannot unzip: invalid zip data'],
    [
      'a damaged array',
      zipSync({ 'x.npy': strToU8('no') }),
      'readNpz: the bytes: x.npy: expected at least 10 bytes',
    ],
  ])('refuses %s', async (_, bytes, message) => {
    await expect(readNpz(bytes)).rejects.toThrow(message);
  });

  it('finds every byte of an array that is not what was written', async () => {
    for (const compress of [false, true]) {
      const bytes = writeNpz({ spk: arrays.spk }, { compress });
      const [first, last] = [38, bytes.length - 80];
      for (let at = first; at < last; at += 97) {
        const damaged = bytes.slice();
        damaged[at]! ^= 0x40;
        await expect(readNpz(damaged)).rejects.toThrow('readNpz: the bytes: cannot unzip: ');
      }
    }
    const damaged = writeNpz({ spk: arrays.spk });
    damaged[1000]! ^= 1;
    await expect(readNpz(damaged)).rejects.toThrow('spk.npy is damaged: its checksum is another');
  });

  it('does not make room for sizes that the file cannot hold', async () => {
    const file = zipSync({ 'x.npy': new Uint8Array(1000) });
    const directory = file.lastIndexOf(0x50, file.length - 23);
    // the size before packing, in the directory
    new DataView(file.buffer).setUint32(directory + 24, 0xfffffff0, true);
    await expect(readNpz(file)).rejects.toThrow(/x\.npy must fit in \d+ bytes, it claims \d+ for 4294967280/);
  });

  it('gives arrays or an Error for any bytes', async () => {
    const file = writeNpz(
      { a: { shape: [2, 3], data: [1, 2, 3, 4, 5, 6] }, b: arrays.labels },
      { compress: true },
    );
    for (const { bytes } of mutations(file, mutationCount(400))) {
      try {
        for (const { shape, data } of Object.values(await readNpz(bytes))) {
          expect(data.length).toBe(shape.reduce((a, b) => a * b, 1));
        }
      } catch (error) {
        expect((error as Error).message).toMatch(/^readNpz: the bytes: /);
      }
    }
  });
});
