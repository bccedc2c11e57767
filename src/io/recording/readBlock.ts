import type { RecordedSignal } from '../../recording.js';
import type { Cursor } from '../bytes/cursor.js';
import { viewOf } from '../bytes/viewOf.js';
import { checkCrc } from './checkCrc.js';
import { BLOCK_HEAD, CRC, MAGIC, MOST_BLOCK, stepBytes, textAt, u64At } from './format.js';

/** The block at the cursor, of `expected` bytes where the index says so; its signals are not decoded yet. */
export async function readBlock(cursor: Cursor, signals: readonly RecordedSignal[], expected?: number) {
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
