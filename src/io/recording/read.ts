import type { RecordedSignal } from '../../recording.js';
import { sizeOf } from '../../shape.js';
import { type Bytes, Malformed, openBytes, type PathOrBytes } from '../bytes/bytes.js';
import { Cursor } from '../bytes/cursor.js';
import { decodeSignals } from './decode.js';
import { readBlock } from './readBlock.js';
import { readHeader } from './readHeader.js';
import { type Index, readIndex } from './readIndex.js';

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
    const index =
      (await readIndex(cursor, start).catch(unlessMalformed(strict))) ??
      (await scan(cursor, signals, start, strict));
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

/** The whole blocks of a file that has no sound index, each read once and checked. */
async function scan(
  cursor: Cursor,
  signals: readonly RecordedSignal[],
  start: number,
  strict: boolean,
): Promise<Index> {
  if (strict) {
    const rule =
      'a recording must end with its index; strict: false reads one that was cut off, to its last whole block';
    throw cursor.fault(rule, 'none', cursor.file.size);
  }
  const [places, firsts]: [number[], number[]] = [[], []];
  let steps = 0;
  let end = start;
  cursor.at = start;
  while (cursor.left > 0) {
    const block = await readBlock(cursor, signals).catch(unlessMalformed(strict));
    if (block?.first !== steps) break;
    places.push(end);
    firsts.push(steps);
    steps += block.steps;
    end = cursor.at;
  }
  return { places, firsts, steps, end };
}

/** Passes over what breaks a rule of the format, unless every rule counts. */
function unlessMalformed(strict: boolean): (error: unknown) => undefined {
  return (error) => {
    if (strict || !(error instanceof Malformed)) throw error;
  };
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
