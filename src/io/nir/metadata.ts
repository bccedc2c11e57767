import { show } from '../../check.js';
import { h5Text } from '../hdf5/h5Text.js';
import type { H5Group, H5Object } from '../hdf5/readHdf5.js';
import type { H5Array, H5Tree } from '../hdf5/writeHdf5.js';
import type { NirMetadata, NirValue } from './nodes.js';

/** What a group holds; `warn` is told of what cannot be read, which is left out. */
export function readMetadata(group: H5Group, path: string, warn: (warning: string) => void): NirMetadata {
  const entries = [...group].flatMap(([name, object]): [string, NirValue][] => {
    try {
      return [[name, readValue(object, `${path}.${name}`, warn)]];
    } catch (error) {
      warn(`${path}.${name} cannot be read, ${(error as Error).message}`);
      return [];
    }
  });
  return Object.fromEntries(entries);
}

function readValue(object: H5Object, path: string, warn: (warning: string) => void): NirValue {
  if (object instanceof Map) return readMetadata(object, path, warn);
  const dataset = object as Exclude<H5Object, H5Group>;
  const values = dataset.read();
  if (dataset.shape.length === 0) return values[0]!;
  if (ArrayBuffer.isView(values)) return { shape: dataset.shape, data: values };
  return values;
}

/** Metadata as a group of a file. Throws a `TypeError` for what a file cannot hold. */
export function metadataTree(metadata: NirMetadata, path: string): H5Tree {
  return new Map(
    Object.entries(metadata).map(([name, value]) => {
      if (name === '' || name.includes('/')) {
        throw new TypeError(`writeNir: a name in ${path} must be a word without /, got '${name}'`);
      }
      return [name, valueTree(value, `${path}.${name}`)];
    }),
  );
}

function valueTree(value: NirValue, path: string): H5Tree | H5Array {
  if (typeof value === 'string') return h5Text(value);
  if (typeof value === 'boolean') return { shape: [], data: [value] };
  if (typeof value === 'number') return { shape: [], data: Float64Array.of(value) };
  if (Array.isArray(value)) return { shape: [value.length], data: value };
  if (typeof value !== 'object' || value === null) {
    throw new TypeError(
      `writeNir: ${path} must be numbers, text, booleans or an object of such, got ${show(value)}`,
    );
  }
  const { shape, data } = value as { shape?: readonly number[]; data?: NirValue };
  if (!Array.isArray(shape) || !ArrayBuffer.isView(data)) return metadataTree(value as NirMetadata, path);
  const numbers = data as unknown as Float32Array;
  return { shape, data: numbers instanceof Float32Array ? numbers : Float64Array.from(numbers) };
}
