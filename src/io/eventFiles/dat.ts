import type { Cursor } from '../bytes/cursor.js';
import { viewOf } from '../bytes/viewOf.js';
import type { EventDecoder } from './events.js';
import { unwrapped } from './unwrapped.js';

/** Events of change: Event2d of older files, and EventCD. */
const TYPES = [0, 12];

/**
 * DAT of Prophesee's Metavision: lines `% Keyword value`, a byte with the type of the events, one with their size, then
 * 8 bytes an event, little end first: the time in microseconds, and polarity (4 bits), y and x (14 bits each).
 *
 * Source: https://docs.prophesee.ai/stable/data/file_formats/dat.html
 */
export async function openDat(cursor: Cursor): Promise<EventDecoder> {
  const told: Record<string, number> = {};
  for (let at = 0, line = await cursor.line('%'); line !== undefined; line = await cursor.line('%')) {
    const [, keyword, value] = /^% (Version|Width|Height) +(\S*)/i.exec(line) ?? [];
    if (keyword) {
      if (!/^\d{1,6}$/.test(value ?? '')) throw cursor.fault(`${keyword} must be a number`, `'${value}'`, at);
      told[keyword.toLowerCase()] = Number(value);
    }
    at = cursor.at;
  }
  if ((told.version ?? 2) !== 2) throw cursor.fault('Version must be 2', told.version, 0);
  const start = cursor.at;
  const [type, size] = await cursor.take(2, 'type and size of the events');
  if (!TYPES.includes(type!)) throw cursor.fault('the type of the events must be 0 or 12', type, start);
  if (size !== 8) throw cursor.fault('the size of the events must be 8', size, start + 1);
  const { width, height } = told;
  const time = unwrapped();
  return {
    sensor: width === undefined || height === undefined ? undefined : { width, height },
    async decode(out) {
      const at = cursor.at;
      const bytes = await cursor.records(8, 'an event');
      const view = viewOf(bytes);
      for (let i = 0; i < bytes.length; i += 8) {
        const address = view.getUint32(i + 4, true);
        const p = address >>> 28;
        const y = (address >>> 14) & 0x3fff;
        out.push(time(view.getUint32(i, true)), address & 0x3fff, y, p ? 1 : 0, at + i);
      }
      return bytes.length > 0;
    },
  };
}
