import { loadBytes, type PathOrBytes, unpack } from './loadBytes.js';

export type IdxData = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** The contents of an IDX file: sizes from the outermost dimension, and the numbers in row-major order. */
export interface Idx {
  readonly shape: number[];
  readonly data: IdxData;
}

interface NumberType {
  readonly bytes: number;
  read(file: DataView, start: number, count: number): IdxData;
}

/** The third byte of the magic number. IDX numbers are big-endian. */
const types: Readonly<Record<number, NumberType>> = {
  8: { bytes: 1, read: (file, start, count) => new Uint8Array(copy(file, start, count)) },
  9: { bytes: 1, read: (file, start, count) => new Int8Array(copy(file, start, count)) },
  11: { bytes: 2, read: (file, start, n) => fill(new Int16Array(n), (i) => file.getInt16(start + 2 * i)) },
  12: { bytes: 4, read: (file, start, n) => fill(new Int32Array(n), (i) => file.getInt32(start + 4 * i)) },
  13: {
    bytes: 4,
    read: (file, start, n) => fill(new Float32Array(n), (i) => file.getFloat32(start + 4 * i)),
  },
  14: {
    bytes: 8,
    read: (file, start, n) => fill(new Float64Array(n), (i) => file.getFloat64(start + 8 * i)),
  },
};

/**
 * Reads an IDX file, the format of MNIST and its kin, gzipped or not, of any of its types: unsigned and
 * signed bytes, 16- and 32-bit integers, 32- and 64-bit floats.
 *
 * `input` is a path (in a browser a URL), or the file's bytes, which are not kept.
 *
 * Rejects with a `TypeError` for another argument, and with an `Error` that names the file if it cannot be
 * read or unpacked, does not begin as an IDX file, or is not as long as its header says:
 * `readIdx: t10k-images-idx3-ubyte: expected 7840016 bytes, got 100`. Nothing is allocated before that check.
 *
 * ```ts
 * const { shape, data } = await readIdx('data/t10k-images-idx3-ubyte.gz');
 * // shape [10000, 28, 28], data a Uint8Array of 7840000 grey values
 * ```
 *
 * Source: http://yann.lecun.com/exdb/mnist/, "the IDX file format".
 */
export async function readIdx(input: PathOrBytes): Promise<Idx> {
  const { bytes, name } = await unpack('readIdx', await loadBytes('readIdx', input));
  const file = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fail = (rule: string) => new Error(`readIdx: ${name}: ${rule}`);
  if (bytes.length < 4) throw fail(`expected at least 4 bytes, got ${bytes.length}`);
  const type = file.getUint16(0) === 0 ? types[bytes[2]!] : undefined;
  if (!type) {
    const magic = file.getUint32(0).toString(16).padStart(8, '0');
    throw fail(`the magic number must be 0000TTDD with a type TT of 08, 09 or 0b to 0e, got ${magic}`);
  }

  const dimensions = bytes[3]!;
  const start = 4 + 4 * dimensions;
  if (bytes.length < start) throw fail(`expected at least ${start} bytes, got ${bytes.length}`);
  const shape = Array.from({ length: dimensions }, (_, i) => file.getUint32(4 + 4 * i));
  // 255 sizes of up to 2^32 - 1 go beyond what a number can hold
  const count = shape.reduce((product, size) => product * BigInt(size), 1n);
  const expected = BigInt(start) + count * BigInt(type.bytes);
  if (expected !== BigInt(bytes.length)) throw fail(`expected ${expected} bytes, got ${bytes.length}`);
  return { shape, data: type.read(file, start, Number(count)) };
}

function copy(file: DataView, start: number, count: number): ArrayBuffer {
  return new Uint8Array(file.buffer, file.byteOffset + start, count).slice().buffer;
}

function fill<T extends IdxData>(data: T, at: (index: number) => number): T {
  for (let i = 0; i < data.length; i += 1) data[i] = at(i);
  return data;
}
