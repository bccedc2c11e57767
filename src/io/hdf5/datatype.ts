import { type NumberType, type NumberTypeName, numberTypes } from '../numbers.js';
import { Part } from './source.js';

/** How the elements of a dataset are stored. */
export type Datatype =
  | { readonly kind: 'number'; readonly bytes: number; readonly type: NumberType; readonly little: boolean }
  | { readonly kind: 'boolean'; readonly bytes: number }
  /** Text of a fixed length, padded with zeros or blanks. */
  | { readonly kind: 'fixed'; readonly bytes: number }
  /** Text in a heap: each element says how long it is and where. */
  | { readonly kind: 'text'; readonly bytes: number }
  /** Records of texts. */
  | { readonly kind: 'texts'; readonly bytes: number; readonly members: readonly TextMember[] }
  /** What cannot be read; `name` says what it is. */
  | { readonly kind: 'other'; readonly bytes: number; readonly name: string };

export interface TextMember {
  /** Where it begins in a record. */
  readonly at: number;
  readonly type: Extract<Datatype, { kind: 'fixed' | 'text' }>;
}

const classes = [
  ...['whole numbers', 'floats', 'times', 'text', 'bit fields', 'opaque bytes', 'records', 'references'],
  ...['enumerations', 'lists', 'arrays'],
];

export function datatypeOf(body: Part): Datatype {
  const first = body.u8();
  const [low, high] = [body.u8(), body.u8()];
  body.skip(1);
  const bytes = body.u32();
  const code = first & 15;
  const other: Datatype = { kind: 'other', bytes, name: classes[code] ?? `class ${code}` };
  if (bytes === 0) throw new Error('an element must have at least one byte, got 0');
  if (code === 0) return numeric(`${low & 8 ? 'i' : 'u'}${bytes}`, body, low) ?? other;
  if (code === 1) return float(body, bytes, low) ?? other;
  if (code === 3) return { kind: 'fixed', bytes };
  if (code === 6) return records(body, first >> 4, low + 256 * high, bytes) ?? other;
  if (code === 8) return enumeration(body, first >> 4, low + 256 * high, bytes) ?? other;
  if (code === 9 && (low & 15) === 1 && bytes === 16) return { kind: 'text', bytes };
  return other;
}

function numeric(name: string, body: Part, flags: number): Datatype | undefined {
  if (!Object.hasOwn(numberTypes, name)) return undefined;
  const type = numberTypes[name as NumberTypeName];
  const [offset, bits] = [body.u16(), body.u16()];
  if (offset !== 0 || bits !== 8 * type.bytes) return undefined;
  return { kind: 'number', bytes: type.bytes, type, little: !(flags & 1) };
}

/** IEEE 754 only: bfloat16 and VAX numbers have as many bytes, but other exponents. */
function float(body: Part, bytes: number, flags: number): Datatype | undefined {
  const number = numeric(`f${bytes}`, body, flags);
  if (!number) return undefined;
  body.skip(1);
  const exponent = body.u8();
  return exponent === { 2: 5, 4: 8, 8: 11 }[bytes] && !(flags & 64) ? number : undefined;
}

/** Records of texts alone, as edges that were written as pairs; the message of a member follows its name and place. */
function records(body: Part, version: number, members: number, bytes: number): Datatype | undefined {
  const found: TextMember[] = [];
  for (let i = 0; i < members; i += 1) {
    const name = body.text();
    if (version < 3) body.skip(-(name.length + 1) & 7);
    const at = body.unsigned(version < 3 ? 4 : Math.ceil(Math.log2(bytes + 1) / 8));
    if (version === 1) body.skip(28);
    const type = datatypeOf(body);
    if (type.kind !== 'fixed' && type.kind !== 'text') return undefined;
    // texts of any length end with the type of their letters, a byte each
    if (type.kind === 'text') body.skip(12);
    if (at + type.bytes > bytes) throw new Error(`a record of ${bytes} bytes must hold its members`);
    found.push({ at, type });
  }
  return { kind: 'texts', bytes, members: found };
}

/** h5py's booleans: an enumeration of FALSE and TRUE in a byte. */
function enumeration(body: Part, version: number, members: number, bytes: number): Datatype | undefined {
  if (members !== 2 || bytes !== 1) return undefined;
  datatypeOf(new Part(body.take(12)));
  const names = [0, 1].map(() => {
    const name = body.text();
    // names are padded to 8 bytes, their zero counted in; the base type has 12
    if (version < 3) body.skip(-(name.length + 1) & 7);
    return name;
  });
  return names.join() === 'FALSE,TRUE' ? { kind: 'boolean', bytes } : undefined;
}

/** The sizes of a dataset; `[]` for a scalar, `[0]` for a dataset without elements. */
export function dataspaceOf(body: Part): number[] {
  const version = body.u8();
  if (version !== 1 && version !== 2)
    throw new Error(`the version of a dataspace must be 1 or 2, got ${version}`);
  const rank = body.u8();
  body.skip(1);
  if (rank > 32) throw new Error(`a dataset must have at most 32 dimensions, got ${rank}`);
  if (version === 2 && body.u8() === 2) return [0];
  if (version === 1) body.skip(5);
  return Array.from({ length: rank }, () => body.u64());
}
