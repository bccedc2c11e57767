import { decompress } from 'fzstd';
import { unpackLz4 } from './lz4.js';
import { MOST_BYTES, Unsound } from './packed.js';
import { boundOfZstd } from './zstd.js';

/** What an AEDAT 4 file may be packed with, by the number in its header. */
export const COMPRESSIONS = ['none', 'lz4', 'lz4 high', 'zstd', 'zstd high'] as const;

/** The contents of one packed packet; throws an `Unsound` if it is damaged, or larger than `MOST_BYTES`. */
export function unpackPacket(packed: Uint8Array, compression: number): Uint8Array {
  if (compression === 0) return packed;
  return compression < 3 ? unpackLz4(packed) : unpackZstd(packed);
}

function unpackZstd(packed: Uint8Array): Uint8Array {
  // fzstd allocates what the header asks for, and reads on after the end of a frame
  const { end, most } = boundOfZstd(packed);
  if (most > MOST_BYTES) throw new Unsound(`unpacked, a packet must have at most ${MOST_BYTES} bytes`, most);
  try {
    return decompress(packed.subarray(0, end));
  } catch (cause) {
    throw new Unsound('the zstd of a packet must be sound', (cause as Error).message);
  }
}
