import { MOST_BYTES, Packed, Unsound } from './packed.js';

const MAGIC = 0x184d_2204;

/**
 * Unpacks one LZ4 frame; its checksums are not looked at. Memory grows with what was unpacked, not with what the header
 * says.
 *
 * Source: https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md and lz4_Block_format.md
 */
export function unpackLz4(packed: Uint8Array): Uint8Array {
  const input = new Packed(packed);
  const magic = input.u32();
  if (magic !== MAGIC) throw new Unsound(`LZ4 must begin with ${MAGIC.toString(16)}`, magic.toString(16));
  const flags = input.u8();
  if (flags >> 6 !== 1) throw new Unsound('the version of its LZ4 must be 1', flags >> 6);
  if (flags & 1) throw new Unsound('its LZ4 must need no dictionary', 'one');
  input.u8(); // the largest size of a block, which says nothing that the blocks do not
  const told = flags & 8 ? input.unsigned(8) : undefined;
  input.u8(); // checksum of the header

  const output = new Output();
  for (let size = input.u32(); size !== 0; size = input.u32()) {
    const block = input.take(size & 0x7fff_ffff);
    if (size >>> 31) output.append(block, 0, block.length);
    else unpackBlock(block, output);
    if (flags & 16) input.take(4);
  }
  if (told !== undefined && told !== output.length) {
    throw new Unsound(`unpacked it must have ${told} bytes`, output.length);
  }
  return output.bytes();
}

/** A block is a run of sequences: so many new bytes, then so many again from further back. */
function unpackBlock(block: Uint8Array, output: Output): void {
  let at = 0;
  const byte = (): number => {
    if (at >= block.length) throw new Unsound('a block of LZ4 must not end within a sequence', 'its end');
    return block[at++]!;
  };
  const length = (nibble: number): number => {
    let sum = nibble;
    for (let more = nibble === 15; more; ) {
      const next = byte();
      sum += next;
      more = next === 255;
    }
    return sum;
  };
  while (at < block.length) {
    const token = byte();
    const literals = length(token >> 4);
    if (at + literals > block.length) {
      throw new Unsound(`a block of LZ4 must have ${literals} more bytes`, block.length - at);
    }
    output.append(block, at, at + literals);
    at += literals;
    // the last sequence has literals only
    if (at === block.length) return;
    const back = byte() | (byte() << 8);
    output.repeat(back, 4 + length(token & 15));
  }
}

/** Unpacked bytes, which later ones may repeat. */
class Output {
  #data = new Uint8Array(4096);
  length = 0;

  append(from: Uint8Array, start: number, end: number): void {
    this.#reserve(end - start);
    this.#data.set(from.subarray(start, end), this.length);
    this.length += end - start;
  }

  /** Once more the `count` bytes from `back` before the end, which may reach into what is being written. */
  repeat(back: number, count: number): void {
    if (back < 1 || back > this.length) {
      throw new Unsound(`a repetition must begin 1 to ${this.length} bytes back`, back);
    }
    this.#reserve(count);
    const data = this.#data;
    for (let to = this.length, end = to + count; to < end; to += 1) data[to] = data[to - back]!;
    this.length += count;
  }

  bytes(): Uint8Array {
    return this.#data.subarray(0, this.length);
  }

  #reserve(more: number): void {
    const needed = this.length + more;
    if (needed > MOST_BYTES) {
      throw new Unsound(`unpacked it must have at most ${MOST_BYTES} bytes`, needed);
    }
    if (needed <= this.#data.length) return;
    const larger = new Uint8Array(Math.max(needed, 2 * this.#data.length));
    larger.set(this.bytes());
    this.#data = larger;
  }
}
