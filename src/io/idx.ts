import type { PathOrBytes } from './bytes/bytes.js';
import { viewOf } from './bytes/viewOf.js';
import { loadBytes, unpack } from './loadBytes.js';
import { type NumberType, numberTypes, readNumbers } from './numbers.js';

export type IdxData = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** The contents of an IDX file: sizes from the outermost dimension, and the numbers in row-major order. */
export interface Idx {
  readonly shape: number[];
  readonly data: IdxData;
}

/** By the third byte of the magic number. IDX numbers are big-endian. */
const types: Readonly<Record<number, NumberType>> = {
  8: numberTypes.u1,
  9: numberTypes.i1,
  11: numberTypes.i2,
  12: numberTypes.i4,
  13: numberTypes.f4,
  14: numberTypes.f8,
};

/**
 * Reads an IDX file, the format of MNIST and its kin, gzipped or not, of any of its types: unsigned and
 * signed bytes, 16- and 32-bit integers, 32- and 64-bit floats.
 *
 * `input` is a path (in a browser a URL), a `URL`, a `Blob` or `File`, or the file's bytes, which are not kept.
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
  const file = viewOf(bytes);
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
  return { shape, data: readNumbers(type, bytes, start, Number(count), false) as IdxData };
}
