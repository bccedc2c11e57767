import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { type H5Dataset, type H5Group, readHdf5 } from '../../../src/io/hdf5/readHdf5.js';
import { type H5Array, type H5Tree, writeHdf5 } from '../../../src/io/hdf5/writeHdf5.js';
import { temporaryFolders } from '../../helpers/files.js';

const folder = temporaryFolders();
const numbers: H5Array = { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 0.1) };
const tree: H5Tree = new Map<string, H5Tree | H5Array>([
  ['numbers', numbers],
  ['double', { shape: [], data: Float64Array.of(0.1) }],
  ['whole', { shape: [2], data: BigInt64Array.of(3n, -(2n ** 40n)) }],
  ['text', { shape: [], data: ['héllo'] }],
  ['texts', { shape: [3, 2], data: ['a', 'b', '', 'x'.repeat(5000), 'd', 'ß'] }],
  ['yes', { shape: [], data: [true] }],
  ['flags', { shape: [2], data: [true, false] }],
  ['none', { shape: [0], data: new Float32Array() }],
  ['empty', new Map()],
  // more names than a node of the usual size has leaves for
  [
    'many',
    new Map(Array.from({ length: 600 }, (_, i) => [`n.${i}`, { shape: [], data: Float64Array.of(i) }])),
  ],
]);

/** Groups as objects, arrays as their numbers. */
function plain(group: H5Group): Record<string, unknown> {
  const entries = [...group].map(([name, object]) => {
    if (object instanceof Map) return [name, plain(object)];
    const { shape, read } = object as H5Dataset;
    return [name, { shape: [...shape], values: [...read()] }];
  });
  return Object.fromEntries(entries);
}

describe('writeHdf5', () => {
  it('writes what readHdf5 reads', () => {
    const read = plain(readHdf5(writeHdf5(tree)));
    expect(read).toMatchObject({
      numbers: { shape: [2, 3], values: [...(numbers.data as Float32Array)] },
      double: { shape: [], values: [0.1] },
      whole: { shape: [2], values: [3, -(2 ** 40)] },
      text: { shape: [], values: ['héllo'] },
      texts: { shape: [3, 2], values: ['a', 'b', '', 'x'.repeat(5000), 'd', 'ß'] },
      yes: { shape: [], values: [true] },
      flags: { shape: [2], values: [true, false] },
      none: { shape: [0], values: [] },
      empty: {},
    });
    expect(Object.keys(read.many as object)).toHaveLength(600);
    expect(read.many).toHaveProperty(['n.599'], { shape: [], values: [599] });
    expect(writeHdf5(tree)).toEqual(writeHdf5(tree));
  });

  it('writes what the HDF5 library reads', async () => {
    const file = join(folder(), 'tree.h5');
    writeFileSync(file, writeHdf5(tree));
    const script = `
      import h5wasm from 'h5wasm/node';
      await h5wasm.ready;
      const walk = (group) => Object.fromEntries(group.keys().map((name) => {
        const child = group.get(name);
        return [name, child.keys ? walk(child) : { shape: child.shape, dtype: child.dtype, value: child.to_array() }];
      }));
      const json = JSON.stringify(walk(new h5wasm.File(process.argv[1], 'r')), (_, v) => typeof v === 'bigint' ? Number(v) : v);
      process.stdout.write(json);`;
    const args = ['--input-type=module', '--eval', script, '--', file];
    const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1e8 });
    const read = JSON.parse(stdout);
    expect(read).toMatchObject({
      numbers: {
        shape: [2, 3],
        dtype: '<f',
        value: [
          [1, 2, 3],
          [4, 5, Math.fround(0.1)],
        ],
      },
      double: { shape: [], dtype: '<d', value: 0.1 },
      whole: { shape: [2], dtype: '<q', value: [3, -(2 ** 40)] },
      text: { shape: [], dtype: 'S', value: 'héllo' },
      texts: {
        value: [
          ['a', 'b'],
          ['', 'x'.repeat(5000)],
          ['d', 'ß'],
        ],
      },
      none: { shape: [0] },
      empty: {},
    });
    expect(Object.keys(read.many)).toHaveLength(600);
    expect(read.many['n.599'].value).toBe(599);
    expect([read.yes.value, read.flags.value]).toEqual([true, [true, false]]);
  }, 60_000);
});
