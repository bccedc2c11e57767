import { viewOf } from './bytes/viewOf.js';
import { float16 } from './halves.js';

/** Arrays that hold every number type of the file formats. */
export type NumberArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Uint32Array;

/** A number type of files: how it is read, and the array that holds it. */
export interface NumberType {
  readonly bytes: number;
  /** Whether the array holds it in as many bytes as the file. */
  readonly plain: boolean;
  make(from: number | ArrayBuffer): NumberArray;
  at(file: DataView, place: number, little: boolean): number;
}

/**
 * The number types by kind and bytes, as numpy names them. Halves become float32, which holds them exactly; 64-bit
 * integers become float64, which rounds beyond 2^53.
 */
export const numberTypes = {
  b1: plain(Uint8Array, (file, place) => file.getUint8(place)),
  i1: plain(Int8Array, (file, place) => file.getInt8(place)),
  u1: plain(Uint8Array, (file, place) => file.getUint8(place)),
  i2: plain(Int16Array, (file, place, little) => file.getInt16(place, little)),
  u2: plain(Uint16Array, (file, place, little) => file.getUint16(place, little)),
  i4: plain(Int32Array, (file, place, little) => file.getInt32(place, little)),
  u4: plain(Uint32Array, (file, place, little) => file.getUint32(place, little)),
  i8: widened(8, Float64Array, (file, place, little) => Number(file.getBigInt64(place, little))),
  u8: widened(8, Float64Array, (file, place, little) => Number(file.getBigUint64(place, little))),
  f2: widened(2, Float32Array, (file, place, little) => float16(file.getUint16(place, little))),
  f4: plain(Float32Array, (file, place, little) => file.getFloat32(place, little)),
  f8: plain(Float64Array, (file, place, little) => file.getFloat64(place, little)),
} as const satisfies Record<string, NumberType>;

export type NumberTypeName = keyof typeof numberTypes;

/** `count` numbers from byte `start` on, in an array of their own. The caller has checked that they are there. */
export function readNumbers(
  type: NumberType,
  bytes: Uint8Array,
  start: number,
  count: number,
  little: boolean,
): NumberArray {
  // memory is little-endian wherever WebAssembly runs
  if (type.plain && (little || type.bytes === 1)) {
    // a copy, in a buffer of its own, where every number lies on a multiple of its size
    const copy = new Uint8Array(count * type.bytes);
    copy.set(bytes.subarray(start, start + copy.length));
    return type.make(copy.buffer);
  }
  const file = viewOf(bytes);
  const data = type.make(count);
  for (let i = 0; i < count; i += 1) data[i] = type.at(file, start + i * type.bytes, little);
  return data;
}

interface ArrayType {
  readonly BYTES_PER_ELEMENT: number;
  new (from: number): NumberArray;
  new (from: ArrayBuffer): NumberArray;
}

function plain(ArrayOf: ArrayType, at: NumberType['at']): NumberType {
  return { bytes: ArrayOf.BYTES_PER_ELEMENT, plain: true, make: maker(ArrayOf), at };
}

function widened(bytes: number, ArrayOf: ArrayType, at: NumberType['at']): NumberType {
  return { bytes, plain: false, make: maker(ArrayOf), at };
}

function maker(ArrayOf: ArrayType): NumberType['make'] {
  return (from) => (typeof from === 'number' ? new ArrayOf(from) : new ArrayOf(from));
}
