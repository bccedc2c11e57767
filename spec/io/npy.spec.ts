import { describe, expect, it } from '@jest/globals';
import { readNpy, writeNpy } from '../../src/io/npy.js';
import { mutationCount, mutations } from '../helpers/mutations.js';

/** A file as numpy writes it: `header` stands in the dictionary. */
function npy(header: string, data: ArrayBufferView | number[], version = 1): Uint8Array {
  const text = new TextEncoder().encode(`{${header}}\n`);
  const length = [text.length & 255, text.length >> 8, ...(version === 1 ? [] : [0, 0])];
  const bytes = Array.isArray(data) ? data : new Uint8Array(data.buffer);
  return Uint8Array.of(0x93, ...new TextEncoder().encode('NUMPY'), version, 0, ...length, ...text, ...bytes);
}
const head = (descr: string, shape: string, fortran = 'False') =>
  `'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': (${shape}), `;

describe('readNpy', () => {
  it('reads what numpy.save wrote', async () => {
    // numpy.save(file, numpy.arange(6, dtype='f4').reshape(2, 3) / 2)
    const text = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }".padEnd(117);
    const read = await readNpy(
      Uint8Array.of(
        ...[0x93, 78, 85, 77, 80, 89, 1, 0, 118, 0],
        ...new TextEncoder().encode(`${text}\n`),
        ...new Uint8Array(Float32Array.of(0, 0.5, 1, 1.5, 2, 2.5).buffer),
      ),
    );
    expect(read).toEqual({ shape: [2, 3], data: Float32Array.of(0, 0.5, 1, 1.5, 2, 2.5), dtype: '<f4' });
  });

  it.each([
    ['|b1', [1, 0], Uint8Array.of(1, 0)],
    ['|i1', [1, 254], Int8Array.of(1, -2)],
    ['|u1', [1, 254], Uint8Array.of(1, 254)],
    ['<i2', Int16Array.of(300, -2), Int16Array.of(300, -2)],
    ['>u2', [1, 2, 255, 254], Uint16Array.of(258, 65534)],
    ['>i4', [0, 0, 1, 2, 255, 255, 255, 254], Int32Array.of(258, -2)],
    ['<u4', Uint32Array.of(1, 2 ** 31), Uint32Array.of(1, 2 ** 31)],
    ['<i8', BigInt64Array.of(2n ** 40n, -2n), Float64Array.of(2 ** 40, -2)],
    ['<u8', BigUint64Array.of(1n, 2n ** 63n), Float64Array.of(1, 2 ** 63)],
    ['<f2', Uint16Array.of(0x3e00, 0xc000), Float32Array.of(1.5, -2)],
    ['>f2', [0x3e, 0, 0xc0, 0], Float32Array.of(1.5, -2)],
    ['=f4', Float32Array.of(0.1, -2), Float32Array.of(0.1, -2)],
    ['>f4', [0x3f, 0xc0, 0, 0, 0xc0, 0, 0, 0], Float32Array.of(1.5, -2)],
    ['<f8', Float64Array.of(0.1, -2), Float64Array.of(0.1, -2)],
    ['>f8', [0x3f, 0xf8, 0, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0], Float64Array.of(1.5, -2)],
  ])('reads %s', async (dtype, bytes, data) => {
    expect(await readNpy(npy(head(dtype, '2,'), bytes))).toEqual({ shape: [2], data, dtype });
  });

  it('puts Fortran order into rows', async () => {
    // of a [2, 3, 2] array, the first index running fastest
    const at = [0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11];
    const { shape, data } = await readNpy(npy(head('|i1', '2, 3, 2', 'True'), at));
    expect(shape).toEqual([2, 3, 2]);
    expect([...data]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it('reads scalars, empty arrays, versions 2 and 3, bytes within a buffer', async () => {
    expect(await readNpy(npy(head('<f4', ''), Float32Array.of(7)))).toMatchObject({
      shape: [],
      data: Float32Array.of(7),
    });
    expect(await readNpy(npy(head('<f4', '0, 3', 'True'), []))).toMatchObject({
      shape: [0, 3],
      data: new Float32Array(),
    });
    for (const version of [2, 3]) {
      expect(await readNpy(npy(head('|u1', '1,'), [9], version))).toMatchObject({ shape: [1] });
    }
    const within = Uint8Array.of(1, 2, 3, ...npy(head('<f4', '1,'), Float32Array.of(7))).subarray(3);
    expect((await readNpy(within)).data).toEqual(Float32Array.of(7));
  });

  it.each([
    ['nothing', new Uint8Array(3), 'expected at least 10 bytes, got 3'],
    ['another file', new Uint8Array(20), 'the file must begin with \\x93NUMPY'],
    ['a later version', npy('', [], 4), 'the version must be 1, 2 or 3, got 4'],
    ['a cut header', npy(head('<f4', '2,'), []).subarray(0, 30), /expected at least \d+ bytes, got 30/],
    [
      'complex numbers',
      npy(head('<c8', '2,'), []),
      "the type must be one of b1, i1, u1, i2, u2, i4, u4, i8, u8, f2, f4, f8, got '<c8'",
    ],
    ['objects', npy(head('|O', '2,'), []), "got '|O'"],
    [
      'records',
      npy("'descr': [('x', '<i4')], 'fortran_order': False, 'shape': (2,), ", []),
      'descr must be one number type, got ',
    ],
    [
      'no shape',
      npy("'descr': '<f4', 'fortran_order': False", []),
      'the header must have fortran_order and shape',
    ],
    ['too many sizes', npy(head('<f4', '1, '.repeat(65)), []), 'shape must be at most 64 whole numbers'],
    ['too few bytes', npy(head('<f4', '2, 3'), [1, 2, 3, 4]), "[2, 3] of '<f4' takes 24 bytes, got 4"],
    [
      'sizes beyond a number',
      npy(head('<f4', '9007199254740991, 9007199254740991'), []),
      / takes \d{33} bytes, got 0$/,
    ],
  ])('refuses %s', async (_, bytes, message) => {
    await expect(readNpy(bytes)).rejects.toThrow(/^readNpy: the bytes: /);
    await expect(readNpy(bytes)).rejects.toThrow(message);
  });

  it('gives an array or an Error for any bytes', async () => {
    const file = writeNpy({ shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) });
    for (const { bytes } of mutations(file, mutationCount(400))) {
      try {
        const { shape, data } = await readNpy(bytes);
        expect(data.length).toBe(shape.reduce((a, b) => a * b, 1));
      } catch (error) {
        expect((error as Error).message).toMatch(/^readNpy: the bytes: /);
      }
    }
  });
});

describe('writeNpy', () => {
  it('writes what numpy.save writes, byte for byte', () => {
    const file = writeNpy({ shape: [3], data: Uint8Array.of(1, 0, 1) });
    const text = new TextDecoder('latin1').decode(file.subarray(10, 127));
    expect(text.trimEnd()).toBe("{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }");
    expect([...file.subarray(0, 10)]).toEqual([0x93, 78, 85, 77, 80, 89, 1, 0, 118, 0]);
    expect([...file.subarray(127)]).toEqual([10, 1, 0, 1]);
  });

  it('keeps every type and shape', async () => {
    const types = [
      Int8Array,
      Uint8Array,
      Int16Array,
      Uint16Array,
      Int32Array,
      Uint32Array,
      Float32Array,
      Float64Array,
    ];
    const shapes = [[], [0], [4], [2, 0, 3], [2, 3, 4]];
    for (const ArrayOf of types) {
      for (const shape of shapes) {
        const data = new ArrayOf(shape.reduce((a, b) => a * b, 1)).map((_: number, i: number) => i + 1);
        expect(await readNpy(writeNpy({ shape, data }))).toMatchObject({ shape, data });
      }
    }
    const numbers = await readNpy(writeNpy({ shape: [2], data: [0.1, 2 ** 40] }));
    expect(numbers).toEqual({ shape: [2], data: Float64Array.of(0.1, 2 ** 40), dtype: '<f8' });
    const part = new Float32Array([1, 2, 3]).subarray(1);
    expect((await readNpy(writeNpy({ shape: [2], data: part }))).data).toEqual(Float32Array.of(2, 3));
  });

  it('takes a Buffer for the bytes that it is, and no big integers', async () => {
    const { data, dtype } = await readNpy(writeNpy({ shape: [3], data: Buffer.from([1, 2, 200]) }));
    expect([dtype, ...data]).toEqual(['|u1', 1, 2, 200]);
    expect(() => writeNpy({ shape: [1], data: BigInt64Array.of(1n) as never })).toThrow(
      'writeNpy: data must be numbers of one of b1, i1, u1, i2, u2, i4, u4, i8, u8, f2, f4, f8, got a BigInt64Array',
    );
  });

  it('says both sizes where the numbers do not fill the shape', () => {
    expect(() => writeNpy({ shape: [2, 3], data: [1] })).toThrow(
      'writeNpy: shape [2, 3] takes 6 numbers, got 1',
    );
  });
});
