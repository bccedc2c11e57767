import type { Cursor } from '../bytes/cursor.js';
import { viewOf } from '../bytes/viewOf.js';
import { chipNamedIn } from './chips.js';
import type { EventDecoder, Sensor } from './events.js';
import { MOST_BYTES } from './packed.js';

/** Events of change, of all the kinds that a packet can have. */
const POLARITY = 1;
const HEAD = 28;
const EVENT = 8;

/**
 * AEDAT 3, of cAER: lines that begin with `#`, then packets of events of one kind, little end first. A packet has a
 * head of 28 bytes: kind (int16), source (int16), bytes of an event, where in it the time is, how often the clock of 31
 * bits has gone round, and how many events there is room for, are, and are valid (int32 each). An event of change is a
 * word, with its validity (bit 0), polarity (bit 1), y (bits 2 to 16) and x (bits 17 to 31), and the time in
 * microseconds. Packets of other kinds are passed over.
 *
 * Source: https://docs.inivation.com/software/software-advanced-usage/file-formats/aedat-3.1.html
 */
export async function openAedat3(cursor: Cursor): Promise<EventDecoder> {
  let sensor: Sensor | undefined;
  let fromBottom = false;
  for (let line = await cursor.line('#'); line !== undefined; line = await cursor.line('#')) {
    // version 3.0 counts y from the bottom, as jAER does, and does not mark the end of the header
    if (line.startsWith('#!AER-DAT3.0')) fromBottom = true;
    if (line.startsWith('#Source')) sensor ??= chipNamedIn(line);
    if (line.startsWith('#!END-HEADER')) break;
  }
  return {
    sensor,
    async decode(out) {
      if (cursor.left === 0) return false;
      const at = cursor.at;
      const head = viewOf(await cursor.take(HEAD, 'the head of a packet'));
      const [kind, size, overflow, capacity] = [
        head.getInt16(0, true),
        head.getInt32(4, true),
        head.getInt32(12, true),
        head.getInt32(16, true),
      ];
      const bytes = size * capacity;
      if (size < 1 || capacity < 0 || bytes > MOST_BYTES) {
        throw cursor.fault(
          `a packet must have up to ${MOST_BYTES} bytes`,
          `${capacity} times ${size}`,
          at + 4,
        );
      }
      if (kind !== POLARITY) {
        cursor.skip(bytes, 'a packet');
        return true;
      }
      if (size !== EVENT) throw cursor.fault(`the size of an event must be ${EVENT}`, size, at + 4);
      const first = cursor.at;
      const events = viewOf(await cursor.take(bytes, 'a packet'));
      const bottom = out.sensor.height - 1;
      for (let i = 0; i < bytes; i += EVENT) {
        const word = events.getUint32(i, true);
        if ((word & 1) === 0) continue;
        const y = (word >>> 2) & 0x7fff;
        const t = overflow * 2 ** 31 + events.getInt32(i + 4, true);
        out.push(t, word >>> 17, fromBottom ? bottom - y : y, (word >>> 1) & 1, first + i);
      }
      return true;
    },
  };
}
