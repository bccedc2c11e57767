import { show } from '../check.js';
import { describeShape, type Shape, sizeOf } from '../shape.js';
import type { PathOrBytes } from './bytes/bytes.js';
import { viewOf } from './bytes/viewOf.js';
import { loadBytes } from './loadBytes.js';
import { type NumberArray, type NumberTypeName, numberTypes, readNumbers } from './numbers.js';

/** An array of a file: sizes from the outermost dimension, and the numbers in row-major order. */
export interface NpyArray {
  readonly shape: number[];
  readonly data: NumberArray;
  /** The number type in the file, in numpy's spelling: `'<f4'`. */
  readonly dtype: string;
}

/** What `writeNpy` takes: a tensor, a trace of a recording, or any array with its shape. */
export interface NpyValues {
  readonly shape: Shape;
  readonly data: NumberArray | readonly number[];
}

/**
 * Reads an array that numpy saved. `data` is the typed array of the file's numbers, in row-major order also where the
 * file is in Fortran order: float16 becomes a `Float32Array`, bool a `Uint8Array` of 0 and 1, and 64-bit integers a
 * `Float64Array`, exact up to 2^53.
 *
 * `input` is a path (in a browser a URL), a `URL`, a `Blob` or `File`, or the file's bytes, which are not kept.
 *
 * Rejects with a `TypeError` for another argument, and with an `Error` that names the file if it cannot be read, does
 * not begin as an .npy file, is of a type other than bool, integers and floats, or is not as long as its header says:
 * `readNpy: x.npy: [200, 784] of '<f4' takes 627200 bytes, got 12`. Nothing is allocated before that check.
 *
 * ```ts
 * const { shape, data } = await readNpy('spikes.npy'); // [200, 784], Uint8Array
 * ```
 *
 * Source: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export async function readNpy(input: PathOrBytes): Promise<NpyArray> {
  const { bytes, name } = await loadBytes('readNpy', input);
  return decodeNpy(bytes, `readNpy: ${name}`);
}

/**
 * The bytes of an .npy file, version 1.0, little-endian and row-major, of the type of `data`: float32 for tensors and
 * recordings, float64 for an array of numbers.
 *
 * Throws a `RangeError` where the numbers do not fill the shape.
 *
 * ```ts
 * const rec = await lastValueFrom(steps$.pipe(record()));
 * writeNpy(rec.spk); // numpy.load gives float32 of [steps, batch, neurons]
 * ```
 */
export function writeNpy({ shape, data }: NpyValues): Uint8Array {
  if (data.length !== sizeOf(shape)) {
    const takes = `shape ${describeShape(shape)} takes ${sizeOf(shape)} numbers`;
    throw new RangeError(`writeNpy: ${takes}, got ${data.length}`);
  }
  const type = typeOf(data);
  const { bytes } = numberTypes[type];
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const order = bytes === 1 ? '|' : '<';
  const text = `{'descr': '${order}${type}', 'fortran_order': False, 'shape': (${sizes}), }`;
  // the numbers begin at a multiple of 64
  const start = Math.ceil((prefix + text.length + 1) / 64) * 64;
  const file = new Uint8Array(start + data.length * bytes);
  file.set(magic);
  file.set([1, 0, (start - prefix) & 255, (start - prefix) >> 8], magic.length);
  file.set(new TextEncoder().encode(`${text.padEnd(start - prefix - 1)}\n`), prefix);
  const typed = ArrayBuffer.isView(data) ? data : Float64Array.from(data);
  file.set(new Uint8Array(typed.buffer, typed.byteOffset, typed.byteLength), start);
  return file;
}

/** Reads the bytes of an .npy file; `what` begins the error messages. */
export function decodeNpy(bytes: Uint8Array, what: string): NpyArray {
  const fail = (rule: string) => new Error(`${what}: ${rule}`);
  if (bytes.length < prefix) throw fail(`expected at least ${prefix} bytes, got ${bytes.length}`);
  if (magic.some((byte, i) => bytes[i] !== byte)) throw fail('the file must begin with \\x93NUMPY');
  const version = bytes[6]!;
  if (version < 1 || version > 3) throw fail(`the version must be 1, 2 or 3, got ${version}`);

  const file = viewOf(bytes);
  const wide = version > 1;
  const first = wide ? prefix + 2 : prefix;
  const start =
    bytes.length < first ? first : first + (wide ? file.getUint32(8, true) : file.getUint16(8, true));
  if (bytes.length < start) throw fail(`expected at least ${start} bytes, got ${bytes.length}`);
  // version 3 is UTF-8, the others are Latin-1: they differ in field names only, which are not read
  const { dtype, type, fortran, shape } = parseHeader(
    new TextDecoder().decode(bytes.subarray(first, start)),
    fail,
  );

  const { bytes: size } = numberTypes[type];
  const takes = shape.reduce((product, n) => product * BigInt(n), BigInt(size));
  if (takes !== BigInt(bytes.length - start)) {
    const got = bytes.length - start;
    throw fail(`${describeShape(shape)} of '${dtype}' takes ${takes} bytes, got ${got}`);
  }
  const count = Number(takes) / size;
  const data = readNumbers(numberTypes[type], bytes, start, count, !dtype.startsWith('>'));
  return { shape, data: fortran ? rowMajor(data, shape) : data, dtype };
}

const magic = [0x93, ...new TextEncoder().encode('NUMPY')];
/** Bytes before the header's text: the magic, the version and the length of the text. */
const prefix = magic.length + 4;
/** The most dimensions that numpy knows. */
const maxDimensions = 64;

interface Header {
  readonly dtype: string;
  readonly type: NumberTypeName;
  readonly fortran: boolean;
  readonly shape: number[];
}

/** The header is the text of a Python dictionary; its keys may come in any order. */
function parseHeader(text: string, fail: (rule: string) => Error): Header {
  const dtype = /'descr':\s*'([^']*)'/.exec(text)?.[1];
  if (dtype === undefined) throw fail(`descr must be one number type, got ${show(text.slice(0, 60).trim())}`);
  const name = /^[<>|=]?([a-z]\d+|\?)$/.exec(dtype)?.[1]?.replace('?', 'b1');
  if (name === undefined || !Object.hasOwn(numberTypes, name)) {
    throw fail(`the type must be one of ${Object.keys(numberTypes).join(', ')}, got '${dtype}'`);
  }
  const fortran = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const sizes = /'shape':\s*\(([\d\s,L]*)\)/.exec(text)?.[1];
  if (fortran === undefined || sizes === undefined) {
    throw fail(`the header must have fortran_order and shape, got ${show(text.slice(0, 100).trim())}`);
  }
  const shape = sizes.split(',').flatMap((part) => (part.trim() ? [Number.parseInt(part, 10)] : []));
  if (shape.length > maxDimensions || !shape.every(Number.isSafeInteger)) {
    throw fail(`shape must be at most ${maxDimensions} whole numbers, got (${sizes.slice(0, 60)})`);
  }
  return { dtype, type: name as NumberTypeName, fortran: fortran === 'True', shape };
}

/** The numbers of an array whose first index runs fastest, with the last one fastest. */
function rowMajor(data: NumberArray, shape: Shape): NumberArray {
  const rows = data.slice();
  const strides = shape.map((_, axis) => sizeOf(shape.slice(0, axis)));
  const index = shape.map(() => 0);
  let from = 0;
  for (let i = 0; i < rows.length; i += 1) {
    rows[i] = data[from]!;
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      from += strides[axis]!;
      index[axis]! += 1;
      if (index[axis]! < shape[axis]!) break;
      from -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return rows;
}

function typeOf(data: NpyValues['data']): NumberTypeName {
  if (!ArrayBuffer.isView(data)) return 'f8';
  // by tag, as Node's Buffer is a Uint8Array of another name
  const tag = Object.prototype.toString.call(data).slice(8, -1);
  const kind = tag.startsWith('Float') ? 'f' : tag[0]!.toLowerCase();
  const type = `${kind}${data.BYTES_PER_ELEMENT}`;
  if (Object.hasOwn(numberTypes, type)) return type as NumberTypeName;
  throw new TypeError(
    `writeNpy: data must be numbers of one of ${Object.keys(numberTypes).join(', ')}, got a ${tag}`,
  );
}
