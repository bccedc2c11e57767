import { type Shape, sizeOf } from '../../shape.js';
import { type Bytes, Malformed, openBytes } from '../bytes/bytes.js';
import { Cursor, viewOf } from '../bytes/cursor.js';
import type { PathOrBytes } from '../loadBytes.js';
import { crc32 } from './crc32.js';
import { decodeSignals } from './decode.js';
import {
  BLOCK_HEAD,
  CRC,
  END,
  MAGIC,
  MOST_BLOCK,
  MOST_HEADER,
  MOST_STEP,
  type RecordedSignal,
  stepBytes,
  textAt,
  u64At,
  VERSION,
} from './format.js';

/** A recording file that is open. */
export interface RecordingFile {
  readonly signals: readonly RecordedSignal[];
  readonly steps: number;
  /** The block that has a step, read from the file. */
  blockWith(step: number): Promise<Block>;
  readonly file: Bytes;
}

/** Some steps of a recording: for each signal the numbers of all of them. */
export interface Block {
  readonly first: number;
  readonly steps: number;
  readonly data: readonly Float32Array[];
}

/** Where the blocks are, which steps they begin with, and where the last of them ends. */
interface Index {
  readonly places: readonly number[];
  readonly firsts: readonly number[];
  readonly steps: number;
  readonly end: number;
}

/**
 * Opens a recording and reads its header and index. One that has no index, since its writing was cut off, is an error, or
 * where not `strict` read to its last whole block. Whoever opens it closes `file`.
 */
export async function openRecording(
  operator: string,
  input: PathOrBytes,
  strict: boolean,
): Promise<RecordingFile> {
  const file = await openBytes(operator, input);
  try {
    const cursor = new Cursor(operator, file);
    const signals = await readHeader(cursor);
    const sizes = signals.map(({ shape }) => sizeOf(shape));
    const start = cursor.at;
    const index = (await readIndex(cursor, start)) ?? (await scan(cursor, signals, strict));
    return {
      signals,
      steps: index.steps,
      file,
      async blockWith(step) {
        const i = lastAtMost(index.firsts, step);
        const [place, first] = [index.places[i]!, index.firsts[i]!];
        const steps = (index.firsts[i + 1] ?? index.steps) - first;
        const length = (index.places[i + 1] ?? index.end) - place;
        cursor.at = place;
        const block = await readBlock(cursor, signals, length);
        if (block.first !== first || block.steps !== steps) {
          const found = `${block.steps} from ${block.first} on`;
          throw cursor.fault(
            `the block must have ${steps} steps from ${first} on, as the index says`,
            found,
            place,
          );
        }
        return {
          first,
          steps,
          data: decodeSignals(block.bytes, steps, sizes, (rule, got) => cursor.fault(rule, got, place)),
        };
      },
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function readHeader(cursor: Cursor): Promise<RecordedSignal[]> {
  const head = (await cursor.take(16, 'a recording')).slice();
  if (textAt(head, 0, 8) !== MAGIC.file) {
    throw cursor.fault(`a recording must begin with ${MAGIC.file}`, JSON.stringify(textAt(head, 0, 8)), 0);
  }
  const version = viewOf(head).getUint32(8, true);
  if (version !== VERSION) throw cursor.fault(`the version must be ${VERSION}`, version, 8);
  const length = viewOf(head).getUint32(12, true);
  if (length > MOST_HEADER)
    throw cursor.fault(`the header must have at most ${MOST_HEADER} bytes`, length, 12);
  cursor.at = 0;
  const bytes = await cursor.take(16 + length + CRC, 'the header');
  checkCrc(cursor, bytes, 0, 'the header');
  const signals = parse(new TextDecoder().decode(bytes.subarray(16, 16 + length)));
  if (!signals) throw cursor.fault('the header must tell layers, signals and shapes', 'something else', 16);
  const step = stepBytes(signals);
  if (!(step <= MOST_STEP)) throw cursor.fault(`a step must have at most ${MOST_STEP} bytes`, step, 16);
  return signals;
}

function parse(json: string): RecordedSignal[] | undefined {
  try {
    const { signals } = JSON.parse(json) as { signals: RecordedSignal[] };
    return signals.length > 0 && signals.every(isSignal) ? signals : undefined;
  } catch {
    return undefined;
  }
}

function isSignal({ layer, signal, last, shape }: RecordedSignal): boolean {
  const named = (layer === null || typeof layer === 'string') && typeof signal === 'string';
  return named && typeof last === 'boolean' && isShape(shape);
}

function isShape(shape: Shape): boolean {
  const sizes = Array.isArray(shape) && shape.length >= 2 && shape.length <= 32;
  return sizes && shape.every((size) => Number.isSafeInteger(size) && size >= 1 && size <= MOST_STEP);
}

/** The index at the end of the file, or undefined where there is none. */
async function readIndex(cursor: Cursor, start: number): Promise<Index | undefined> {
  const { size } = cursor.file;
  const tail = await cursor.file.read(Math.max(0, size - END), END);
  if (tail.length < END || textAt(tail, 8, 8) !== MAGIC.end) return undefined;
  const place = u64At(viewOf(tail), 0);
  // what is allocated is bounded by the bytes that there are
  if (place < start || place > size - END) {
    throw cursor.fault(`the index must begin at byte ${start} to ${size - END}`, place, size - END);
  }
  cursor.at = place;
  const bytes = await cursor.take(size - END - place, 'the index');
  const view = viewOf(bytes);
  const count = (bytes.length - 16 - CRC) / 16;
  if (bytes.length < 16 + CRC || textAt(bytes, 0, 4) !== MAGIC.index || view.getUint32(4, true) !== count) {
    throw cursor.fault('the index must have a place for each block', `${bytes.length} bytes`, place);
  }
  checkCrc(cursor, bytes, place, 'the index');
  const places = Array.from({ length: count }, (_, i) => u64At(view, 8 + 16 * i));
  const firsts = Array.from({ length: count }, (_, i) => u64At(view, 16 + 16 * i));
  const steps = u64At(view, 8 + 16 * count);
  const ascending = (list: readonly number[], first: number, end: number) =>
    list.every((value, i) => (i === 0 ? value === first : value > list[i - 1]!) && value < end);
  if (!Number.isSafeInteger(steps) || !ascending(firsts, 0, steps) || !ascending(places, start, place)) {
    throw cursor.fault('the blocks of the index must follow each other', 'others', place);
  }
  return { places, firsts, steps: count === 0 ? 0 : steps, end: place };
}

/** The whole blocks of a file that was cut off, each read once and checked. */
async function scan(cursor: Cursor, signals: readonly RecordedSignal[], strict: boolean): Promise<Index> {
  if (strict) {
    const rule =
      'a recording must end with its index; strict: false reads one that was cut off, to its last whole block';
    throw cursor.fault(rule, 'none', cursor.file.size);
  }
  const [places, firsts]: [number[], number[]] = [[], []];
  let steps = 0;
  let end = cursor.at;
  while (cursor.left > 0) {
    const block = await readBlock(cursor, signals).catch((error: unknown) => {
      if (error instanceof Malformed) return undefined;
      throw error;
    });
    if (block?.first !== steps) break;
    places.push(end);
    firsts.push(steps);
    steps += block.steps;
    end = cursor.at;
  }
  return { places, firsts, steps, end };
}

/** The block at the cursor, of `expected` bytes where the index says so; its signals are not decoded yet. */
async function readBlock(cursor: Cursor, signals: readonly RecordedSignal[], expected?: number) {
  const place = cursor.at;
  const head = viewOf((await cursor.take(BLOCK_HEAD, 'the head of a block')).slice());
  if (textAt(new Uint8Array(head.buffer), 0, 4) !== MAGIC.block) {
    throw cursor.fault(`a block must begin with ${MAGIC.block}`, 'another text', place);
  }
  const [steps, first, length] = [head.getUint32(4, true), u64At(head, 8), head.getUint32(16, true)];
  const numbers = steps * stepBytes(signals);
  if (steps < 1 || (steps > 1 && numbers > MOST_BLOCK)) {
    throw cursor.fault(
      `a block must have 1 step, or ${MOST_BLOCK} bytes of them`,
      `${steps} of ${numbers} bytes`,
      place,
    );
  }
  // a signal never takes more than its numbers and what tells of it
  const most = numbers + 16 * signals.length;
  const whole = BLOCK_HEAD + length + CRC;
  if (length > most) throw cursor.fault(`the block must have at most ${most} bytes`, length, place);
  if (expected !== undefined && whole !== expected) {
    throw cursor.fault(`the block must have ${expected} bytes, as the index says`, whole, place);
  }
  cursor.at = place;
  const bytes = await cursor.take(whole, 'a block');
  checkCrc(cursor, bytes, place, 'the block');
  return { steps, first, bytes: bytes.subarray(BLOCK_HEAD, BLOCK_HEAD + length) };
}

function checkCrc(cursor: Cursor, bytes: Uint8Array, place: number, what: string): void {
  const end = bytes.length - CRC;
  const [told, found] = [viewOf(bytes).getUint32(end, true), crc32(bytes.subarray(0, end))];
  if (told === found) return;
  throw cursor.fault(`the checksum of ${what} must be ${told.toString(16)}`, found.toString(16), place);
}

/** The place of the last number that is not above `value`, in ascending numbers. */
function lastAtMost(ascending: readonly number[], value: number): number {
  let [low, high] = [0, ascending.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! <= value) low = middle;
    else high = middle;
  }
  return low;
}
