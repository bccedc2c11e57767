/** Bytes of a WebAssembly function body, or of a part of it. */
export type Code = readonly number[];

/** Types of values, as the binary format numbers them. */
export const I32 = 0x7f;
export const F32 = 0x7d;
export const F64 = 0x7c;
export const V128 = 0x7b;

export interface Signature {
  readonly params: readonly number[];
  readonly results: readonly number[];
}

export interface FunctionImport extends Signature {
  readonly module: string;
  readonly name: string;
}

export interface FunctionExport extends Signature {
  readonly name: string;
  /** Types of the variables after the parameters. */
  readonly locals: readonly number[];
  /** The body without its final `end`. */
  readonly code: Code;
}

/**
 * A WebAssembly module of one exported function, which imports `env.memory` of at least one page and `imports`. The
 * imports have the function indices 0, 1, ...
 *
 * Source: WebAssembly core specification 2.0, chapter 5 (https://webassembly.github.io/spec/core/binary/).
 */
export function assemble(imports: readonly FunctionImport[], run: FunctionExport): Uint8Array<ArrayBuffer> {
  const types = [...imports, run].map(({ params, results }) => [0x60, ...list(params), ...list(results)]);
  const memory = [...text('env'), ...text('memory'), 0x02, 0x00, 0x01];
  const functions = imports.map(({ module, name }, i) => [
    ...text(module),
    ...text(name),
    0x00,
    ...unsigned(i),
  ]);
  const locals = items(run.locals.map((type) => [0x01, type]));
  const body = [...locals, ...run.code, END];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, items(types)),
    ...section(2, items([memory, ...functions])),
    ...section(3, items([unsigned(imports.length)])),
    ...section(7, items([[...text(run.name), 0x00, ...unsigned(imports.length)]])),
    ...section(10, items([[...unsigned(body.length), ...body]])),
  ]);
}

const END = 0x0b;

function section(id: number, content: Code): Code {
  return [id, ...unsigned(content.length), ...content];
}

function items(parts: readonly Code[]): Code {
  return [...unsigned(parts.length), ...parts.flat()];
}

function list(bytes: Code): Code {
  return [...unsigned(bytes.length), ...bytes];
}

const text = (name: string): Code => list([...new TextEncoder().encode(name)]);

/** LEB128 of a whole number from 0 to 2^32 - 1. */
export function unsigned(value: number): Code {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return [...bytes, rest];
}

/** Signed LEB128 of an int32. */
export function signed(value: number): Code {
  const bytes: number[] = [];
  let rest = value;
  while (rest < -0x40 || rest >= 0x40) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>= 7;
  }
  return [...bytes, rest & 0x7f];
}

/** The four bytes of a float32. */
export function float(value: number): Code {
  const bytes = new DataView(new ArrayBuffer(4));
  bytes.setFloat32(0, value, true);
  return [...new Uint8Array(bytes.buffer)];
}

export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number): Code => [0x21, ...unsigned(local)];
export const tee = (local: number): Code => [0x22, ...unsigned(local)];
export const callFunction = (index: number): Code => [0x10, ...unsigned(index)];
export const i32 = (value: number): Code => [0x41, ...signed(value)];
export const f32 = (value: number): Code => [0x43, ...float(value)];
/** An instruction on 16 bytes. */
export const vector = (opcode: number, ...immediates: number[]): Code => [
  0xfd,
  ...unsigned(opcode),
  ...immediates,
];

export const ADD: Code = [0x6a];
export const MULTIPLY: Code = [0x6c];
export const AND: Code = [0x71];
export const PROMOTE: Code = [0xbb];
export const DEMOTE: Code = [0xb6];

/** Repeats `body` while local `i`, which `body` itself increases, is below local `limit` (both unsigned). */
export function whileBelow(i: number, limit: number, body: Code): Code {
  const [compare, below, notBelow] = [[...get(i), ...get(limit)], 0x49, 0x4f];
  const skip = [...compare, notBelow, 0x0d, 0x00];
  const again = [...compare, below, 0x0d, 0x00];
  return [0x02, 0x40, ...skip, 0x03, 0x40, ...body, ...again, END, END];
}
