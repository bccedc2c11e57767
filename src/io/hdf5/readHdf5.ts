import { sizeOf } from '../../shape.js';
import { attempt } from '../attempt.js';
import { type NumberArray, readNumbers } from '../numbers.js';
import { type Datatype, dataspaceOf, datatypeOf } from './datatype.js';
import { isGroup, linksOf } from './group.js';
import { findSuperblock, MESSAGE, type Message, messagesOf, rootAddress } from './header.js';
import { Part, Source } from './source.js';
import { bytesOf } from './storage.js';
import { fixedTexts, TextReader } from './text.js';

/** A group: what it holds, by name. */
export type H5Group = ReadonlyMap<string, H5Object>;
export type H5Object = H5Group | H5Dataset;

/** An array of a file; its values are read when `read` is called, row-major. */
export interface H5Dataset {
  readonly shape: readonly number[];
  /** 'number', 'boolean' or 'text', or what it is that cannot be read. */
  readonly kind: string;
  read(): NumberArray | readonly string[] | readonly boolean[];
}

const kinds = { number: 'number', boolean: 'boolean', fixed: 'text', text: 'text', texts: 'text' } as const;

/** How deep groups may lie in each other. */
const deepest = 100;

/**
 * Reads the part of HDF5 that h5py writes unless told otherwise, and of libver 'latest' what small files use: groups,
 * datasets of numbers, booleans and text, compact, contiguous or in chunks, packed with gzip or not. Attributes are passed
 * over. It is a reader of our own since the C library (h5wasm) aborts for good or never returns on some damaged files;
 * this one reads no byte more than eight times and allocates nothing that the file cannot hold.
 *
 * Throws an `Error` without a signature, for the caller to sign.
 *
 * Source: https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html
 */
export function readHdf5(bytes: Uint8Array): H5Group {
  const start = findSuperblock(bytes);
  if (start === undefined) throw new Error('the file must be HDF5, its signature is missing');
  const file = new Source(bytes.subarray(start));
  const texts = new TextReader(file);

  const open = (address: number, path: readonly string[]): H5Object => {
    if (path.length > deepest) throw new Error(`groups must not lie in each other deeper than ${deepest}`);
    const found = attempt(path.join('/') || 'the root', () => {
      const messages = messagesOf(file, address);
      return isGroup(messages) ? [...linksOf(file, messages)] : dataset(file, texts, messages);
    });
    if (!Array.isArray(found)) return found as H5Dataset;
    return new Map(found.map(([name, object]) => [name, open(object, [...path, name])]));
  };
  const root = open(rootAddress(file), []);
  if (!(root instanceof Map)) throw new Error('the root must be a group');
  return root;
}

function dataset(file: Source, texts: TextReader, messages: readonly Message[]): H5Dataset {
  const find = (wanted: number, what: string) => {
    const message = messages.find(({ type }) => type === wanted);
    if (!message) throw new Error(`an object must be a group or have a ${what}`);
    return new Part(message.bytes);
  };
  const type = datatypeOf(find(MESSAGE.datatype, 'type'));
  const shape = dataspaceOf(find(MESSAGE.dataspace, 'shape'));
  return {
    // records are a further axis
    shape: type.kind === 'texts' ? [...shape, type.members.length] : shape,
    kind: type.kind === 'other' ? type.name : kinds[type.kind],
    read: () => valuesOf(type, bytesOf(file, messages, { shape, bytes: type.bytes }), shape, texts),
  };
}

function valuesOf(type: Datatype, data: Uint8Array, shape: readonly number[], texts: TextReader) {
  switch (type.kind) {
    case 'number':
      return readNumbers(type.type, data, 0, sizeOf(shape), type.little);
    case 'boolean':
      return Array.from(data, (byte) => byte !== 0);
    case 'fixed':
      return fixedTexts(data, type.bytes);
    case 'text':
      return texts.read(data);
    case 'texts':
      return recordTexts(data, type, texts);
    case 'other':
      throw new Error(`${type.name} cannot be read, only numbers, booleans and text`);
  }
}

function recordTexts(
  data: Uint8Array,
  { bytes, members }: Extract<Datatype, { kind: 'texts' }>,
  texts: TextReader,
) {
  return Array.from({ length: data.length / bytes }, (_, i) =>
    members.flatMap(({ at, type }) => {
      const own = data.subarray(i * bytes + at, i * bytes + at + type.bytes);
      return type.kind === 'fixed' ? fixedTexts(own, type.bytes) : texts.read(own);
    }),
  ).flat();
}
