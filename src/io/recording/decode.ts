import { viewOf } from '../bytes/viewOf.js';
import { KIND, PART_HEAD } from './encode.js';

/** What is wrong with a block; where it is in the file is added by who knows. */
export type Fault = (rule: string, got: unknown) => Error;

/** The numbers of each signal of a block, of `sizes` numbers a step, from the bytes that `encodeSignal` made. */
export function decodeSignals(
  bytes: Uint8Array,
  steps: number,
  sizes: readonly number[],
  fault: Fault,
): Float32Array[] {
  const view = viewOf(bytes);
  let at = 0;
  const decoded = sizes.map((size) => {
    if (at + PART_HEAD > bytes.length)
      throw fault(`a signal must have ${PART_HEAD} bytes or more`, bytes.length - at);
    const [kind, length] = [bytes[at]!, view.getUint32(at + 1, true)];
    const start = at + PART_HEAD;
    if (start + length > bytes.length)
      throw fault(`a signal must have ${length} bytes`, bytes.length - start);
    at = start + length;
    return decodeSignal(kind, bytes.subarray(start, at), steps, size, fault);
  });
  if (at !== bytes.length) throw fault(`a block's signals must fill its ${bytes.length} bytes`, at);
  return decoded;
}

function decodeSignal(
  kind: number,
  bytes: Uint8Array,
  steps: number,
  size: number,
  fault: Fault,
): Float32Array {
  const lengths: Readonly<Record<number, number>> = {
    [KIND.silent]: 0,
    [KIND.float32]: 4 * steps * size,
    [KIND.bits]: 4 + Math.ceil((steps * size) / 8),
  };
  const wanted = lengths[kind];
  if (wanted === undefined && kind !== KIND.events)
    throw fault('the kind of a signal must be from 0 to 3', kind);
  if (wanted !== undefined && bytes.length !== wanted) {
    throw fault(`a signal of kind ${kind} must have ${wanted} bytes`, bytes.length);
  }
  if (kind === KIND.float32) return new Float32Array(new Uint8Array(bytes).buffer);
  const words = new Uint32Array(steps * size);
  if (kind === KIND.bits) decodeBits(bytes, words);
  if (kind === KIND.events) decodeEvents(bytes, words, size, fault);
  return new Float32Array(words.buffer);
}

function decodeBits(bytes: Uint8Array, words: Uint32Array): void {
  const value = viewOf(bytes).getUint32(0, true);
  for (let i = 0; i < words.length; i += 1) {
    if (bytes[4 + (i >> 3)]! & (1 << (i & 7))) words[i] = value;
  }
}

function decodeEvents(bytes: Uint8Array, words: Uint32Array, size: number, fault: Fault): void {
  if (bytes.length < 4) throw fault('a signal of kind 2 must have at least 4 bytes', bytes.length);
  const value = viewOf(bytes).getUint32(0, true);
  let at = 4;
  const number = (): number => {
    for (let sum = 0, unit = 1; unit <= 2 ** 28; unit *= 128) {
      if (at >= bytes.length) throw fault('a signal of kind 2 must not end within its numbers', 'its end');
      const byte = bytes[at++]!;
      sum += (byte & 127) * unit;
      if (byte < 128) return sum;
    }
    throw fault('a number of a signal of kind 2 must have at most 5 bytes', 'more');
  };
  for (let step = 0; step < words.length; step += size) {
    const count = number();
    if (count > size) throw fault(`a step of ${size} numbers must have at most as many events`, count);
    for (let i = 0, next = step; i < count; i += 1) {
      next += number();
      if (next >= step + size)
        throw fault(`an event must be within its step of ${size} numbers`, next - step);
      words[next] = value;
      next += 1;
    }
  }
  if (at !== bytes.length)
    throw fault(`the steps of a signal of kind 2 must fill its ${bytes.length} bytes`, at);
}
