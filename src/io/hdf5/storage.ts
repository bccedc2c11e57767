import { unzlibSync } from 'fflate';
import { describeShape, type Shape } from '../../shape.js';
import { leavesOf } from './group.js';
import { MESSAGE, type Message } from './header.js';
import { NOWHERE, Part, type Source } from './source.js';

/** The most that deflate packs into a byte. */
const maxRatio = 1032;

/**
 * The bytes of a dataset's elements in row-major order. Nothing is allocated that the file's bytes cannot hold: data that
 * are not packed are a part of the file, and packed ones are at most 1032 times as long as what they are in.
 */
export function bytesOf(
  file: Source,
  messages: readonly Message[],
  shape: Shape,
  elementBytes: number,
): Uint8Array {
  const layout = messages.find(({ type }) => type === MESSAGE.layout);
  if (!layout) throw new Error('a dataset must say where its data are');
  const body = new Part(layout.bytes);
  const version = body.u8();
  if (version !== 3 && version !== 4)
    throw new Error(`the version of a layout must be 3 or 4, got ${version}`);
  const takes = shape.reduce((product, size) => product * size, elementBytes);
  const kind = body.u8();
  if (kind === 2) return chunked(file, messages, body, version, shape, elementBytes, takes);
  if (kind > 2) throw new Error(`a layout must be compact, contiguous or chunked, got ${kind}`);
  const data = kind === 0 ? body.take(body.u16()) : contiguous(file, body);
  if (data.length !== takes) {
    throw new Error(`${describeShape(shape)} takes ${takes} bytes, the dataset has ${data.length}`);
  }
  return data;
}

function contiguous(file: Source, body: Part): Uint8Array {
  const [at, length] = [body.u64(), body.u64()];
  if (at === NOWHERE && length > 0) throw new Error('the data were never written');
  return at === NOWHERE ? new Uint8Array() : file.slice(at, length);
}

interface Chunk {
  /** Index of its first element. */
  readonly origin: Shape;
  readonly at: number;
  readonly bytes: number;
  /** A bit for each filter that was left out. */
  readonly skipped: number;
}

function chunked(
  file: Source,
  messages: readonly Message[],
  body: Part,
  version: number,
  shape: Shape,
  elementBytes: number,
  takes: number,
): Uint8Array {
  const flags = version === 4 ? body.u8() : 0;
  const rank = body.u8() - 1;
  if (rank !== shape.length) throw new Error(`the chunks must have ${shape.length} dimensions, got ${rank}`);
  const first = version === 3 ? body.u64() : NOWHERE;
  const width = version === 4 ? body.u8() : 4;
  const size = Array.from({ length: rank }, () => body.unsigned(width));
  if (size.includes(0)) throw new Error(`chunks must not be empty, got ${describeShape(size)}`);
  body.skip(width);
  if (takes === 0) return new Uint8Array();
  const chunkBytes = size.reduce((product, n) => product * n, elementBytes);
  const filters = filtersOf(messages);
  const chunks =
    version === 3 ? treeOf(file, first, rank) : [only(body, shape, size, flags & 2 ? undefined : chunkBytes)];

  // each chunk is stored, and none is longer unpacked than its bytes can hold: so much may be allocated
  const needed = shape.reduce((product, n, axis) => product * Math.ceil(n / size[axis]!), 1);
  if (chunks.length !== needed) throw new Error(`${needed} chunks must be stored, got ${chunks.length}`);
  for (const { bytes } of chunks) {
    if (!(chunkBytes <= (filters.includes(DEFLATE) ? maxRatio * (bytes + 1) : bytes))) {
      throw new Error(`a chunk of ${chunkBytes} bytes cannot be in ${bytes}`);
    }
  }
  const data = new Uint8Array(takes);
  for (const chunk of chunks) {
    const unpacked = unpack(
      file.slice(chunk.at, chunk.bytes),
      filters,
      chunk.skipped,
      chunkBytes,
      elementBytes,
    );
    place(unpacked, size, chunk.origin, data, shape, elementBytes);
  }
  return data;
}

function treeOf(file: Source, address: number, rank: number): Chunk[] {
  return leavesOf(file, address, 1, 8 + 8 * (rank + 1)).map(({ key, child }) => {
    const head = new Part(key);
    const [bytes, skipped] = [head.u32(), head.u32()];
    return { origin: Array.from({ length: rank }, () => head.u64()), at: child, bytes, skipped };
  });
}

/** Version 4 has five kinds of index; where one chunk holds everything there is none. */
function only(body: Part, shape: Shape, size: Shape, plainBytes: number | undefined): Chunk {
  if (body.u8() !== 1) {
    throw new Error(
      `more than one chunk, written with libver 'latest', is not supported (${describeShape(shape)})`,
    );
  }
  const [bytes, skipped] = plainBytes === undefined ? [body.u64(), body.u32()] : [plainBytes, 0];
  return { origin: size.map(() => 0), at: body.u64(), bytes, skipped };
}

const [DEFLATE, SHUFFLE, CHECKSUM] = [1, 2, 3];
const others: Readonly<Record<number, string>> = { 4: 'szip', 5: 'nbit', 6: 'scale-offset', 32000: 'lzf' };

function filtersOf(messages: readonly Message[]): number[] {
  const message = messages.find(({ type }) => type === MESSAGE.filters);
  if (!message) return [];
  const body = new Part(message.bytes);
  const [version, count] = [body.u8(), body.u8()];
  if (version === 1) body.skip(6);
  if (count > 32) throw new Error(`a dataset must have at most 32 filters, got ${count}`);
  return Array.from({ length: count }, () => {
    const id = body.u16();
    const name = version === 1 || id >= 256 ? body.u16() : 0;
    body.skip(2);
    const values = body.u16();
    body.skip(version === 1 ? (name + 7) & ~7 : name);
    body.skip(4 * values + (version === 1 && values % 2 ? 4 : 0));
    if (id !== DEFLATE && id !== SHUFFLE && id !== CHECKSUM) {
      throw new Error(`data packed with ${others[id] ?? `filter ${id}`} cannot be read, only with gzip`);
    }
    return id;
  });
}

/** Takes the filters back, the last one first. */
function unpack(
  stored: Uint8Array,
  filters: readonly number[],
  skipped: number,
  chunkBytes: number,
  elementBytes: number,
): Uint8Array {
  let data = stored;
  for (let i = filters.length - 1; i >= 0; i -= 1) {
    if (skipped & (1 << i)) continue;
    if (filters[i] === DEFLATE) data = unzlibSync(data, { out: new Uint8Array(chunkBytes) });
    if (filters[i] === SHUFFLE) data = unshuffle(data, elementBytes);
    if (filters[i] === CHECKSUM) data = data.subarray(0, Math.max(0, data.length - 4));
  }
  if (data.length !== chunkBytes)
    throw new Error(`a chunk must have ${chunkBytes} bytes, got ${data.length}`);
  return data;
}

/** All first bytes, then all second ones: back to elements. */
function unshuffle(bytes: Uint8Array, elementBytes: number): Uint8Array {
  const count = Math.floor(bytes.length / elementBytes);
  const data = bytes.slice();
  for (let i = 0; i < count; i += 1) {
    for (let k = 0; k < elementBytes; k += 1) data[i * elementBytes + k] = bytes[k * count + i]!;
  }
  return data;
}

/** Copies a chunk to its place, row by row; at the edges a chunk reaches beyond the dataset. */
function place(
  chunk: Uint8Array,
  size: Shape,
  origin: Shape,
  data: Uint8Array,
  shape: Shape,
  elementBytes: number,
): void {
  const inside = origin.every((at, axis) => at % size[axis]! === 0 && at < shape[axis]!);
  if (!inside) throw new Error(`a chunk must lie in ${describeShape(shape)}, got ${describeShape(origin)}`);
  const copy = (axis: number, from: number, to: number): void => {
    const count = Math.min(size[axis] ?? 1, (shape[axis] ?? 1) - (origin[axis] ?? 0));
    if (axis >= size.length - 1) {
      const start = (to + (origin[axis] ?? 0)) * elementBytes;
      data.set(chunk.subarray(from * elementBytes, (from + count) * elementBytes), start);
      return;
    }
    for (let i = 0; i < count; i += 1) {
      copy(axis + 1, (from + i) * size[axis + 1]!, (to + origin[axis]! + i) * shape[axis + 1]!);
    }
  };
  copy(0, 0, 0);
}
