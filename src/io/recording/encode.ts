import { viewOf } from '../bytes/viewOf.js';

/**
 * How the numbers of one signal over the steps of a block are kept: a byte with the kind, u32 the length, and so many bytes.
 * Of two-valued numbers, zero or one other, `value` is the other's 32 bits.
 *
 *     0  all are +0             nothing
 *     1  zero or one value      u32 value, then a bit a number, the lowest first
 *     2  zero or one value      u32 value, then for each step how many are not zero, and for each of those how many zeros
 *                               lie between it and the one before: numbers of 7 bits a byte, the lowest first, the
 *                               high bit set where more follow
 *     3  any                    float32
 *
 * 1 or 2, whichever is shorter. Bits are kept as they are: -0, NaN and subnormal numbers too.
 */
export const KIND = { silent: 0, bits: 1, events: 2, float32: 3 } as const;
export const PART_HEAD = 5;

/** One signal's numbers, `size` a step, in the shortest kind that keeps their bits. */
export function encodeSignal(data: Float32Array, size: number): Uint8Array {
  const words = new Uint32Array(data.buffer, data.byteOffset, data.length);
  const value = otherThanZero(words);
  if (value === 0) return part(KIND.silent, 0);
  if (value === undefined) {
    const bytes = part(KIND.float32, 4 * words.length);
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), PART_HEAD);
    return bytes;
  }
  const bits = Math.ceil(words.length / 8);
  return encodeEvents(words, size, value, bits) ?? encodeBits(words, value, bits);
}

/** The one value that there is beside zero, as its bits: 0 where there is none, undefined where there are several. */
function otherThanZero(words: Uint32Array): number | undefined {
  let value = 0;
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i]!;
    if (word === 0 || word === value) continue;
    if (value !== 0) return undefined;
    value = word;
  }
  return value;
}

function encodeBits(words: Uint32Array, value: number, length: number): Uint8Array {
  const bytes = part(KIND.bits, 4 + length, value);
  for (let i = 0; i < words.length; i += 1) {
    if (words[i] !== 0) bytes[PART_HEAD + 4 + (i >> 3)]! |= 1 << (i & 7);
  }
  return bytes;
}

/** Undefined where this would take `limit` bytes or more. */
function encodeEvents(
  words: Uint32Array,
  size: number,
  value: number,
  limit: number,
): Uint8Array | undefined {
  const bytes = new Uint8Array(limit);
  let at = 0;
  const put = (number: number): void => {
    let rest = number;
    for (; rest > 127; rest = Math.floor(rest / 128)) bytes[at++] = (rest % 128) | 128;
    bytes[at++] = rest;
  };
  for (let step = 0; step < words.length; step += size) {
    let count = 0;
    for (let i = step; i < step + size; i += 1) if (words[i] !== 0) count += 1;
    put(count);
    for (let i = step, next = step; count > 0 && i < step + size; i += 1) {
      if (words[i] === 0) continue;
      put(i - next);
      next = i + 1;
    }
    // a write beyond the end is lost, and `at` tells of it
    if (at >= limit) return undefined;
  }
  const encoded = part(KIND.events, 4 + at, value);
  encoded.set(bytes.subarray(0, at), PART_HEAD + 4);
  return encoded;
}

function part(kind: number, length: number, value?: number): Uint8Array {
  const bytes = new Uint8Array(PART_HEAD + length);
  const view = viewOf(bytes);
  view.setUint8(0, kind);
  view.setUint32(1, length, true);
  if (value !== undefined) view.setUint32(PART_HEAD, value, true);
  return bytes;
}
