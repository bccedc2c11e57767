import { Builder } from './builder.js';
import { padded } from './padded.js';

/** What a file holds: groups as maps, with their attributes, and arrays. Texts are written as h5py writes `str`. */
export interface H5Tree extends ReadonlyMap<string, H5Tree | H5Array> {
  readonly attributes?: Readonly<Record<string, H5Array>>;
}

export interface H5Array {
  readonly shape: readonly number[];
  /** float32, float64, int64, text or booleans. */
  readonly data: Float32Array | Float64Array | BigInt64Array | readonly string[] | readonly boolean[];
}

/** Names in one leaf of a group. */
const leafSize = 8;

/**
 * The bytes of an HDF5 file of the oldest version, as h5py writes it unless told otherwise: groups with their names in
 * trees, arrays in one piece, text in heaps. Equal trees give equal bytes.
 *
 * Source: https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html
 */
export function writeHdf5(root: H5Tree): Uint8Array {
  const file = new Builder();
  // a tree of one node a group: it has room for the leaves of the largest one
  const children = 2 * Math.max(16, Math.ceil(largest(root) / leafSize / 2));
  file.reserve(96);
  const address = writeGroup(file, root, children);
  const head = file.at(0);
  head.bytes(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a);
  head.bytes(0, 0, 0, 0, 0, 8, 8, 0);
  head.u16(leafSize / 2, children / 2).u32(0);
  head.u64(0).nowhere().u64(file.length).nowhere();
  head.u64(0, address).u32(0, 0).u64(0, 0);
  return file.finish();
}

function largest(group: H5Tree): number {
  const below = [...group.values()].map((child) => (child instanceof Map ? largest(child) : 0));
  return below.reduce((most, n) => Math.max(most, n), group.size);
}

function writeGroup(file: Builder, group: H5Tree, children: number): number {
  const entries = [...group].map(([name, child]) => ({
    name: new TextEncoder().encode(name),
    address: isTree(child) ? writeGroup(file, child, children) : writeArray(file, child),
  }));
  entries.sort((a, b) => compare(a.name, b.name));

  // names, each with a zero and padded to 8 bytes; the first one is empty
  let room = 8;
  const placed = entries.map((entry) => {
    const place = room;
    room += padded(entry.name.length + 1);
    return { ...entry, place };
  });
  const heap = file.reserve(32);
  const names = file.reserve(room);
  // 1 is no place: there is no free block
  file.at(heap).text('HEAP').u32(0).u64(room, 1, names);
  for (const { name, place } of placed) file.at(names + place).bytes(...name);

  const leaves = Array.from({ length: Math.ceil(placed.length / leafSize) }, (_, i) =>
    placed.slice(i * leafSize, (i + 1) * leafSize),
  );
  const tree = file.reserve(24 + 16 * children + 8);
  const node = file.at(tree).text('TREE').bytes(0, 0).u16(leaves.length).nowhere().nowhere().u64(0);
  for (const leaf of leaves) {
    const at = file.reserve(8 + 40 * leafSize);
    const table = file.at(at).text('SNOD').bytes(1, 0).u16(leaf.length);
    for (const { place, address } of leaf) table.u64(place, address).u32(0, 0).u64(0, 0);
    node.u64(at, leaf.at(-1)!.place);
  }
  const attributes = Object.entries(group.attributes ?? {});
  return writeHeader(file, [
    [0x11, file.message().u64(tree, heap).finish()],
    ...attributes.map(([name, value]) => [0x0c, attribute(file, name, value)] as const),
  ]);
}

function attribute(file: Builder, name: string, value: H5Array): Uint8Array {
  const parts = [new TextEncoder().encode(`${name}\0`), typeOf(file, value.data), spaceOf(file, value)];
  const body = file
    .message()
    .bytes(1, 0)
    .u16(...parts.map(({ length }) => length));
  for (const part of parts) body.copy(part).copy(new Uint8Array(padded(part.length) - part.length));
  return body.copy(bytesOf(file, value.data)).finish();
}

function spaceOf(file: Builder, { shape }: H5Array): Uint8Array {
  return file
    .message()
    .bytes(1, shape.length, 0, 0, 0, 0, 0, 0)
    .u64(...shape)
    .finish();
}

function writeArray(file: Builder, array: H5Array): number {
  const { data } = array;
  const bytes = bytesOf(file, data);
  const at = file.reserve(padded(bytes.length));
  file.at(at).copy(bytes);
  const layout = file.message().bytes(3, 1);
  // data of no bytes are nowhere
  if (bytes.length > 0) layout.u64(at);
  else layout.nowhere();
  return writeHeader(file, [
    [0x01, spaceOf(file, array)],
    [0x03, typeOf(file, data)],
    // version 2: space is made late, values are written if set, and none is
    [0x05, file.message().bytes(2, 2, 2, 0).finish()],
    [0x08, layout.u64(bytes.length).finish()],
  ]);
}

function writeHeader(
  file: Builder,
  messages: readonly (readonly [type: number, body: Uint8Array])[],
): number {
  const size = messages.reduce((sum, [, body]) => sum + 8 + padded(body.length), 0);
  const address = file.reserve(16 + size);
  const head = file.at(address).bytes(1, 0).u16(messages.length).u32(1, size, 0);
  for (const [type, body] of messages) {
    head.u16(type, padded(body.length)).bytes(0, 0, 0, 0).copy(body);
    head.bytes(...new Uint8Array(padded(body.length) - body.length));
  }
  return address;
}

function typeOf(file: Builder, data: H5Array['data']): Uint8Array {
  const type = file.message();
  if (data instanceof Float32Array)
    type.bytes(0x11, 0x20, 31, 0).u32(4).u16(0, 32).bytes(23, 8, 0, 23).u32(127);
  else if (data instanceof Float64Array)
    type.bytes(0x11, 0x20, 63, 0).u32(8).u16(0, 64).bytes(52, 11, 0, 52).u32(1023);
  else if (data instanceof BigInt64Array) type.bytes(0x10, 8, 0, 0).u32(8).u16(0, 64);
  // text of any length, UTF-8, of unsigned bytes
  else if (typeof data[0] !== 'boolean')
    type.bytes(0x19, 1, 1, 0).u32(16).bytes(0x10, 0, 0, 0).u32(1).u16(0, 8);
  else {
    type.bytes(0x18, 2, 0, 0).u32(1).bytes(0x10, 8, 0, 0).u32(1).u16(0, 8);
    type.text('FALSE\0\0\0').text('TRUE\0\0\0\0').bytes(0, 1);
  }
  return type.finish();
}

function bytesOf(file: Builder, data: H5Array['data']): Uint8Array {
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const body = file.message();
  for (const value of data) {
    if (typeof value === 'boolean') body.bytes(value ? 1 : 0);
    else {
      const { length, heap, index } = file.keepText(value);
      body.u32(length).u64(heap).u32(index);
    }
  }
  return body.finish();
}

function isTree(child: H5Tree | H5Array): child is H5Tree {
  return child instanceof Map;
}

function compare(a: Uint8Array, b: Uint8Array): number {
  const at = a.findIndex((byte, i) => byte !== b[i]);
  return at < 0 ? a.length - b.length : a[at]! - (b[at] ?? -1);
}
