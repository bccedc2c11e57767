import type { PathOrBytes } from './bytes/bytes.js';
import { viewOf } from './bytes/viewOf.js';
import { bfloat16 } from './halves.js';
import { loadBytes } from './loadBytes.js';
import { type NumberType, numberTypes, readNumbers } from './numbers.js';

/** A tensor of a file: its shape and its numbers in row-major order. */
export interface FileTensor {
  readonly shape: number[];
  readonly data: Float32Array;
}

interface Entry {
  readonly name: string;
  readonly type: NumberType;
  readonly shape: number[];
  /** First byte and the one after the last, counted from the end of the header. */
  readonly begin: number;
  readonly end: number;
}

const types: Readonly<Record<string, NumberType>> = {
  F32: numberTypes.f4,
  F64: numberTypes.f8,
  F16: numberTypes.f2,
  BF16: { ...numberTypes.f2, at: (file, place, little) => bfloat16(file.getUint16(place, little)) },
  I8: numberTypes.i1,
  I16: numberTypes.i2,
  I32: numberTypes.i4,
  I64: numberTypes.i8,
  U8: numberTypes.u1,
  U16: numberTypes.u2,
  U32: numberTypes.u4,
  U64: numberTypes.u8,
  BOOL: numberTypes.b1,
};
const longestHeader = 100_000_000;

/**
 * Reads all tensors of a safetensors file, the format in which PyTorch models are exchanged. Every number type
 * becomes float32: F64 and integers beyond 2^24 are rounded.
 *
 * `input` is a path (in a browser a URL), a `URL`, a `Blob` or `File`, or the file's bytes, which are not kept.
 *
 * Rejects with a `TypeError` for another argument, and with an `Error` that names file and tensor if the file
 * cannot be read, its header is damaged, a type is unknown, or the tensors do not fill the file without gap or
 * overlap: `readSafetensors: x.safetensors: fc1.weight: [1000, 784] of F32 takes 3136000 bytes, got 12`. Nothing is
 * allocated before these checks.
 *
 * ```ts
 * const tensors = await readSafetensors('mnist-784-1000-10.safetensors');
 * tensors['fc1.weight']; // { shape: [1000, 784], data: Float32Array(784000) }
 * ```
 *
 * Source: https://huggingface.co/docs/safetensors/index#format
 */
export async function readSafetensors(input: PathOrBytes): Promise<Record<string, FileTensor>> {
  const { bytes, name } = await loadBytes('readSafetensors', input);
  const file = viewOf(bytes);
  const fail: Fail = (rule) => new Error(`readSafetensors: ${name}: ${rule}`);
  if (bytes.length < 8) throw fail(`expected at least 8 bytes, got ${bytes.length}`);
  const length = file.getBigUint64(0, true);
  const room = Math.min(bytes.length - 8, longestHeader);
  if (length > BigInt(room)) throw fail(`the header must have at most ${room} bytes, got ${length}`);

  const start = 8 + Number(length);
  const header = parse(bytes.subarray(8, start), fail);
  const entries = Object.entries(header).filter(([tensor]) => tensor !== '__metadata__');
  const checked = entries.map(([tensor, entry]) =>
    check(tensor, entry, (rule) => fail(`${tensor}: ${rule}`)),
  );
  checkFilled(checked, bytes.length - start, fail);
  // fromEntries makes own properties, also of a tensor named __proto__
  return Object.fromEntries(
    checked.map((entry) => [entry.name, { shape: entry.shape, data: read(entry, bytes, start) }]),
  );
}

type Fail = (rule: string) => Error;

function parse(bytes: Uint8Array, fail: Fail): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw fail(`the header must be JSON, got ${(cause as Error).message}`);
  }
  if (typeof header === 'object' && header && !Array.isArray(header))
    return header as Record<string, unknown>;
  throw fail(`the header must be a JSON object, got ${JSON.stringify(header).slice(0, 40)}`);
}

function check(name: string, entry: unknown, fail: Fail): Entry {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  if (typeof dtype !== 'string' || !Object.hasOwn(types, dtype)) {
    throw fail(`dtype must be one of ${Object.keys(types).join(', ')}, got ${JSON.stringify(dtype)}`);
  }
  if (!isSizes(shape)) throw fail(`shape must be an array of sizes, got ${JSON.stringify(shape)}`);
  if (!isSizes(offsets) || offsets.length !== 2) {
    throw fail(`data_offsets must be two places in the file, got ${JSON.stringify(offsets)}`);
  }
  const [begin, end] = offsets as [number, number];
  const type = types[dtype]!;
  const takes = shape.reduce((product, size) => product * BigInt(size), BigInt(type.bytes));
  if (BigInt(end) - BigInt(begin) !== takes) {
    throw fail(`[${shape.join(', ')}] of ${dtype} takes ${takes} bytes, got ${end - begin}`);
  }
  return { name, type, shape, begin, end };
}

/** The format's rule: the tensors fill the file, in any order. So none reaches beyond its end either. */
function checkFilled(entries: Entry[], length: number, fail: Fail): void {
  let filled = 0;
  for (const { name, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== filled) throw fail(`${name}: the data must begin at ${filled}, got ${begin}`);
    filled = end;
  }
  if (filled !== length) throw fail(`expected ${filled} bytes of data, got ${length}`);
}

function read({ type, begin, end }: Entry, file: Uint8Array, start: number): Float32Array {
  const data = readNumbers(type, file, start + begin, (end - begin) / type.bytes, true);
  return data instanceof Float32Array ? data : Float32Array.from(data);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}
