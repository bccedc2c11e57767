import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type H5Dataset, type H5Group, readHdf5 } from '../../../src/io/hdf5/readHdf5.js';

/** Files that h5py 3.7 wrote: by default, and with libver 'latest'. */
const open = (name: string) => readHdf5(readFileSync(`spec/reference/hdf5/${name}.h5`));
const read = (group: H5Group, name: string) => {
  const { shape, read } = group.get(name) as H5Dataset;
  return { shape, values: [...read()] };
};
const counting = (count: number) => Array.from({ length: count }, (_, i) => i);

describe('readHdf5', () => {
  it.each(['plain', 'gzip', 'shuffled'])('reads arrays: %s', (name) => {
    expect(read(open('old'), name)).toEqual({ shape: [2, 3, 4], values: counting(24) });
  });

  it.each([
    ['big', [2], [1.5, -2]],
    ['half', [2], [1.5, -2]],
    ['bytes', [2], [1, 255]],
    ['int16', [2], [1, -2]],
    ['compact', [3], [0, 1, 2]],
    ['true', [], [true]],
    ['text', [], ['héllo']],
    ['fixed', [2], ['ab', 'c']],
    ['list', [3], ['x', '', 'yz']],
    ['nothing', [0], []],
    ['none', [0, 3], []],
    ['chunks', [100, 2], counting(200)],
  ])('reads numbers of both byte orders, booleans, text and what is empty: %s', (name, shape, values) => {
    expect(read(open('old'), name)).toEqual({ shape, values });
  });

  it('reads groups with more names than a leaf has, and leaves soft links out', () => {
    const many = open('old').get('many') as H5Group;
    expect([...many.keys()]).toEqual(counting(40).map((i) => `n${String(i).padStart(2, '0')}`));
    expect(read(many, 'n39').values).toEqual([39]);
    expect(open('old').has('soft')).toBe(false);
  });

  it("reads small files of libver 'latest'", () => {
    const file = open('latest');
    for (const name of ['plain', 'gzip']) {
      expect(read(file, name)).toEqual({ shape: [2, 3], values: counting(6) });
    }
    expect(read(file, 'text').values).toEqual(['new']);
    expect(read(file.get('group') as H5Group, 'x').values).toEqual([0.5]);
  });

  it.each([
    ['old', 'lzf', 'data packed with lzf cannot be read, only with gzip'],
    ['old', 'records', 'records cannot be read, only numbers, booleans and text'],
    ['latest', 'chunks', "more than one chunk, written with libver 'latest', is not supported"],
  ])('says what it cannot read, when it is asked for: %s %s', (file, name, message) => {
    const dataset = open(file).get(name) as H5Dataset;
    expect(() => dataset.read()).toThrow(message);
  });

  it('refuses groups in an index that it does not know, and other files', () => {
    expect(() => open('dense')).toThrow(
      "the root: groups of more than 8 names, written with libver 'latest'",
    );
    expect(() => readHdf5(new Uint8Array(4000))).toThrow('the file must be HDF5, its signature is missing');
  });

  it('reads a file after a block of 512 bytes that is not its own', () => {
    const file = readFileSync('spec/reference/hdf5/old.h5');
    const shifted = new Uint8Array(512 + file.length);
    shifted.set(file, 512);
    expect(read(readHdf5(shifted), 'text').values).toEqual(['héllo']);
  });
});
