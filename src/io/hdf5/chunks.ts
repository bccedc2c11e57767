import { describeShape, type Shape } from '../../shape.js';
import { filtersOf, mostBytes, unfiltered } from './filters.js';
import { leavesOf } from './group.js';
import type { Message } from './header.js';
import { NOWHERE, Part, type Source } from './source.js';

/** What is to be read: elements of so many bytes. */
export interface Elements {
  readonly shape: Shape;
  readonly bytes: number;
}

interface Chunk {
  /** Index of its first element. */
  readonly origin: Shape;
  readonly at: number;
  readonly bytes: number;
  /** A bit for each filter that was left out. */
  readonly skipped: number;
}

/** The elements of a dataset in chunks, whose layout `body` goes on with; `version` is that of the layout. */
export function chunkedBytes(
  file: Source,
  messages: readonly Message[],
  body: Part,
  version: number,
  elements: Elements,
): Uint8Array {
  const { shape } = elements;
  const flags = version >= 4 ? body.u8() : 0;
  const rank = body.u8() - 1;
  if (rank !== shape.length) throw new Error(`the chunks must have ${shape.length} dimensions, got ${rank}`);
  const tree = version === 3 ? body.u64() : NOWHERE;
  const width = version >= 4 ? body.u8() : 4;
  const size = Array.from({ length: rank }, () => body.unsigned(width));
  if (size.includes(0)) throw new Error(`chunks must not be empty, got ${describeShape(size)}`);
  body.skip(width);
  if (shape.includes(0)) return new Uint8Array();

  const chunkBytes = size.reduce((product, n) => product * n, elements.bytes);
  const filters = filtersOf(messages);
  const only = () => singleChunk(body, shape, flags & 2 ? undefined : chunkBytes);
  const chunks = version === 3 ? chunksIn(file, tree, rank) : [only()];
  // each chunk is stored, and none is longer unpacked than its bytes can hold: so much may be allocated
  const needed = shape.reduce((product, n, axis) => product * Math.ceil(n / size[axis]!), 1);
  if (chunks.length !== needed) throw new Error(`${needed} chunks must be stored, got ${chunks.length}`);
  for (const { bytes } of chunks) {
    if (chunkBytes <= mostBytes(filters, bytes)) continue;
    throw new Error(`a chunk of ${chunkBytes} bytes cannot be in ${bytes}`);
  }
  const data = new Uint8Array(shape.reduce((product, n) => product * n, elements.bytes));
  for (const { origin, at, bytes, skipped } of chunks) {
    const chunk = unfiltered(file.slice(at, bytes), filters, skipped, chunkBytes, elements.bytes);
    place(chunk, size, origin, data, elements);
  }
  return data;
}

function chunksIn(file: Source, tree: number, rank: number): Chunk[] {
  return leavesOf(file, tree, 1, 8 + 8 * (rank + 1)).map(({ key, child }) => {
    const head = new Part(key);
    const [bytes, skipped] = [head.u32(), head.u32()];
    return { origin: Array.from({ length: rank }, () => head.u64()), at: child, bytes, skipped };
  });
}

/** Layouts of version 4 and 5 have five kinds of index; where one chunk holds everything there is none. */
function singleChunk(body: Part, shape: Shape, plainBytes: number | undefined): Chunk {
  if (body.u8() !== 1) {
    throw new Error(
      `more than one chunk, written with libver 'latest', is not supported (${describeShape(shape)})`,
    );
  }
  const [bytes, skipped] = plainBytes === undefined ? [body.u64(), body.u32()] : [plainBytes, 0];
  return { origin: shape.map(() => 0), at: body.u64(), bytes, skipped };
}

/** Copies a chunk to its place, row by row; at the edges a chunk reaches beyond the dataset. */
function place(
  chunk: Uint8Array,
  size: Shape,
  origin: Shape,
  data: Uint8Array,
  { shape, bytes }: Elements,
): void {
  const inside = origin.every((at, axis) => at % size[axis]! === 0 && at < shape[axis]!);
  if (!inside) throw new Error(`a chunk must lie in ${describeShape(shape)}, got ${describeShape(origin)}`);
  const copy = (axis: number, from: number, to: number): void => {
    const count = Math.min(size[axis] ?? 1, (shape[axis] ?? 1) - (origin[axis] ?? 0));
    if (axis >= size.length - 1) {
      const start = (to + (origin[axis] ?? 0)) * bytes;
      data.set(chunk.subarray(from * bytes, (from + count) * bytes), start);
      return;
    }
    for (let i = 0; i < count; i += 1) {
      copy(axis + 1, (from + i) * size[axis + 1]!, (to + origin[axis]! + i) * shape[axis + 1]!);
    }
  };
  copy(0, 0, 0);
}
