import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** An array of a reference trace, decoded. */
export interface Reference {
  readonly shape: number[];
  readonly data: Float32Array;
}

/** A trace that the real snnTorch made: options, input and output arrays by name. */
export interface ReferenceCase {
  readonly name: string;
  readonly model: string;
  // biome-ignore lint/suspicious/noExplicitAny: the options are those of the case's model
  readonly options: any;
  readonly input: Record<string, Reference>;
  readonly output: Record<string, Reference>;
}

export const folder = fileURLToPath(new URL('../reference/', import.meta.url));

export function reference(name: string): ReferenceCase {
  const file = readJson(name) as ReferenceCase & {
    input: Record<string, Packed>;
    output: Record<string, Packed>;
  };
  return { ...file, input: decodeAll(file.input), output: decodeAll(file.output) };
}

export function readJson(name: string): unknown {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
}

interface Packed {
  readonly shape: number[];
  readonly f32?: string;
  readonly i16?: string;
  readonly bits?: string;
}

function decodeAll(arrays: Record<string, Packed>): Record<string, Reference> {
  return Object.fromEntries(Object.entries(arrays).map(([name, packed]) => [name, decode(packed)]));
}

function decode({ shape, f32, i16, bits }: Packed): Reference {
  const bytes = Buffer.from(f32 ?? i16 ?? bits ?? '', 'base64');
  const size = shape.reduce((a, b) => a * b, 1);
  if (f32 !== undefined)
    return { shape, data: Float32Array.from({ length: size }, (_, i) => bytes.readFloatLE(4 * i)) };
  if (i16 !== undefined)
    return { shape, data: Float32Array.from({ length: size }, (_, i) => bytes.readInt16LE(2 * i)) };
  return {
    shape,
    data: Float32Array.from({ length: size }, (_, i) => (bytes[i >> 3]! >> (7 - (i & 7))) & 1),
  };
}
