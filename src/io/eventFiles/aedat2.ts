import { listed } from '../../check.js';
import type { Cursor } from '../bytes/cursor.js';
import { viewOf } from '../bytes/viewOf.js';
import { type Bits, CHIP_NAMES, type Chip, chipInHeader, chipOf } from './chips.js';
import type { EventDecoder, EventReadOptions } from './events.js';
import { unwrapped } from './unwrapped.js';

/**
 * AEDAT 2, of jAER: lines that begin with `#`, then 8 bytes an event, big end first: the address, whose layout is
 * the chip's, and the time in microseconds, which wraps after 2^32 of them.
 *
 * Source: https://docs.inivation.com/software/software-advanced-usage/file-formats/aedat-2.0.html
 */
export async function openAedat2(cursor: Cursor, options: EventReadOptions): Promise<EventDecoder> {
  let named: Chip | undefined;
  for (let line = await cursor.line('#'); line !== undefined; line = await cursor.line('#')) {
    named ??= chipInHeader(line);
    if (/^#\s*End Of ASCII Header/i.test(line)) break;
  }
  const chip = options.chip === undefined ? named : chipOf(cursor.operator, options.chip);
  if (!chip) {
    const rule = `the header must name a known chip, or the option chip be one of ${listed(CHIP_NAMES)}`;
    throw cursor.fault(rule, 'none', 0);
  }
  const { x, y, p, other = 0, fromBottom = false } = chip;
  const time = unwrapped();
  return {
    sensor: chip,
    async decode(out) {
      const at = cursor.at;
      const bytes = await cursor.records(8, 'an event');
      const view = viewOf(bytes);
      const bottom = out.sensor.height - 1;
      for (let i = 0; i < bytes.length; i += 8) {
        const address = view.getUint32(i);
        if ((address & other) !== 0) continue;
        const row = part(address, y);
        const t = time(view.getUint32(i + 4));
        out.push(t, part(address, x), fromBottom ? bottom - row : row, part(address, p) ? 1 : 0, at + i);
      }
      return bytes.length > 0;
    },
  };
}

function part(address: number, { shift, bits }: Bits): number {
  return (address >>> shift) & (2 ** bits - 1);
}
