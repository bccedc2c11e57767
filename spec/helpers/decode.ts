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

/** A case as it lies in its JSON file, in Node or in a page. */
export function decodeCase(file: unknown): ReferenceCase {
  const packed = file as ReferenceCase & { input: Record<string, Packed>; output: Record<string, Packed> };
  return { ...packed, input: decodeAll(packed.input), output: decodeAll(packed.output) };
}

export interface Packed {
  readonly shape: number[];
  readonly f32?: string;
  readonly i16?: string;
  readonly bits?: string;
}

export function decodeAll(arrays: Record<string, Packed>): Record<string, Reference> {
  return Object.fromEntries(Object.entries(arrays).map(([name, packed]) => [name, decode(packed)]));
}

function decode({ shape, f32, i16, bits }: Packed): Reference {
  const bytes = Uint8Array.from(atob(f32 ?? i16 ?? bits ?? ''), (char) => char.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  const value = (i: number) => {
    if (f32 !== undefined) return view.getFloat32(4 * i, true);
    if (i16 !== undefined) return view.getInt16(2 * i, true);
    return (bytes[i >> 3]! >> (7 - (i & 7))) & 1;
  };
  return { shape, data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => value(i)) };
}
