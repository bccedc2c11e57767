import { crc32 } from '../bytes/crc32.js';
import type { Cursor } from '../bytes/cursor.js';
import { viewOf } from '../bytes/viewOf.js';
import { CRC } from './format.js';

/** Throws unless the last bytes of a part, which is at `place` in the file, are the checksum of those before. */
export function checkCrc(cursor: Cursor, bytes: Uint8Array, place: number, what: string): void {
  const end = bytes.length - CRC;
  const [told, found] = [viewOf(bytes).getUint32(end, true), crc32(bytes.subarray(0, end))];
  if (told === found) return;
  throw cursor.fault(`the checksum of ${what} must be ${told.toString(16)}`, found.toString(16), place);
}
