import type { RecordedSignal } from '../../recording.js';
import type { Shape } from '../../shape.js';
import type { Cursor } from '../bytes/cursor.js';
import { viewOf } from '../bytes/viewOf.js';
import { checkCrc } from './checkCrc.js';
import { CRC, MAGIC, MOST_HEADER, MOST_STEP, stepBytes, textAt, VERSION } from './format.js';

/** The signals that the header at the start of a recording tells. */
export async function readHeader(cursor: Cursor): Promise<RecordedSignal[]> {
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
