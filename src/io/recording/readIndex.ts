import type { Cursor } from '../bytes/cursor.js';
import { viewOf } from '../bytes/viewOf.js';
import { checkCrc } from './checkCrc.js';
import { CRC, END, MAGIC, textAt, u64At } from './format.js';

/** Where the blocks are, which steps they begin with, and where the last of them ends. */
export interface Index {
  readonly places: readonly number[];
  readonly firsts: readonly number[];
  readonly steps: number;
  readonly end: number;
}

/** The index at the end of the file, or undefined where there is none. */
export async function readIndex(cursor: Cursor, start: number): Promise<Index | undefined> {
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
