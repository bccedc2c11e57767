import { Packed, Unsound } from './packed.js';

const MAGIC = 0xfd2f_b528;
/** Most bytes that one block of zstd stands for. */
const BLOCK = 2 ** 17;

/**
 * Where the zstd frame at the start of `packed` ends, and how many bytes unpacking it can take at most: what its header
 * asks for, or what its blocks can come to. Nothing is unpacked.
 *
 * Source: RFC 8878, 3.1.1
 */
export function boundOfZstd(packed: Uint8Array): { end: number; most: number } {
  const input = new Packed(packed);
  const magic = input.u32();
  if (magic !== MAGIC) throw new Unsound(`zstd must begin with ${MAGIC.toString(16)}`, magic.toString(16));
  const flags = input.u8();
  const single = (flags & 0x20) !== 0;
  const window = single ? 0 : windowSize(input.u8());
  if ((flags & 3) !== 0) throw new Unsound('its zstd must need no dictionary', 'one');
  const sizeBytes = flags >> 6 ? 2 ** (flags >> 6) : Number(single);
  const told = input.unsigned(sizeBytes) + (sizeBytes === 2 ? 256 : 0);

  let blocks = 0;
  for (let last = false; !last; ) {
    const head = input.unsigned(3);
    last = (head & 1) === 1;
    const [type, size] = [(head >> 1) & 3, head >> 3];
    if (size > BLOCK) throw new Unsound(`a block must have at most ${BLOCK} bytes`, size);
    input.take(type === 1 ? 1 : size);
    blocks += type === 2 ? BLOCK : size;
  }
  if ((flags & 4) !== 0) input.take(4);
  return { end: input.at, most: Math.max(told, blocks, window) };
}

function windowSize(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}
