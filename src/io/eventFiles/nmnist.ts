import type { Cursor } from '../bytes/cursor.js';
import type { EventDecoder } from './events.js';

/** What stands for y where the event only says that the clock has passed 2^13 microseconds once more. */
const OVERFLOW = 240;

/**
 * The `.bin` files of N-MNIST and N-Caltech101: 5 bytes an event, x, y, then one bit of polarity and 23 bits of
 * microseconds, big end first. Without a header; the sensor is N-MNIST's, 34 by 34, if the options do not say otherwise.
 *
 * Source: https://www.garrickorchard.com/datasets/n-mnist
 */
export async function openNmnist(cursor: Cursor): Promise<EventDecoder> {
  let passed = 0;
  return {
    sensor: { width: 34, height: 34 },
    async decode(out) {
      const at = cursor.at;
      const bytes = await cursor.records(5, 'an event');
      for (let i = 0; i < bytes.length; i += 5) {
        const y = bytes[i + 1]!;
        if (y === OVERFLOW) {
          passed += 2 ** 13;
          continue;
        }
        const word = bytes[i + 2]!;
        const t = ((word & 0x7f) << 16) | (bytes[i + 3]! << 8) | bytes[i + 4]!;
        out.push(t + passed, bytes[i]!, y, word >> 7, at + i);
      }
      return bytes.length > 0;
    },
  };
}
