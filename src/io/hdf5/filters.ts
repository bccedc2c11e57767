import { unzlibSync } from 'fflate';
import { mostInflated } from '../mostInflated.js';
import { MESSAGE, type Message } from './header.js';
import { padded } from './padded.js';
import { Part } from './source.js';

const [DEFLATE, SHUFFLE, CHECKSUM] = [1, 2, 3];
const others: Readonly<Record<number, string>> = { 4: 'szip', 5: 'nbit', 6: 'scale-offset', 32000: 'lzf' };

/** What a dataset's chunks went through before they were stored, the first one first. */
export function filtersOf(messages: readonly Message[]): number[] {
  const message = messages.find(({ type }) => type === MESSAGE.filters);
  if (!message) return [];
  const body = new Part(message.bytes);
  const [version, count] = [body.u8(), body.u8()];
  if (version === 1) body.skip(6);
  if (count > 32) throw new Error(`a dataset must have at most 32 filters, got ${count}`);
  return Array.from({ length: count }, () => {
    const id = body.u16();
    const name = version === 1 || id >= 256 ? body.u16() : 0;
    body.skip(2);
    const values = body.u16();
    body.skip(version === 1 ? padded(name) : name);
    body.skip(4 * values + (version === 1 && values % 2 ? 4 : 0));
    if (id !== DEFLATE && id !== SHUFFLE && id !== CHECKSUM) {
      throw new Error(`data packed with ${others[id] ?? `filter ${id}`} cannot be read, only with gzip`);
    }
    return id;
  });
}

/** How many bytes `stored` ones can be at most before they were filtered. */
export function mostBytes(filters: readonly number[], stored: number): number {
  return filters.includes(DEFLATE) ? mostInflated(stored) : stored;
}

/** Takes the filters back, the last one first; `skipped` has a bit for each that was left out. */
export function unfiltered(
  stored: Uint8Array,
  filters: readonly number[],
  skipped: number,
  chunkBytes: number,
  elementBytes: number,
): Uint8Array {
  let data = stored;
  for (let i = filters.length - 1; i >= 0; i -= 1) {
    if (skipped & (1 << i)) continue;
    if (filters[i] === DEFLATE) data = unzlibSync(data, { out: new Uint8Array(chunkBytes) });
    if (filters[i] === SHUFFLE) data = unshuffled(data, elementBytes);
    if (filters[i] === CHECKSUM) data = data.subarray(0, Math.max(0, data.length - 4));
  }
  if (data.length !== chunkBytes)
    throw new Error(`a chunk must have ${chunkBytes} bytes, got ${data.length}`);
  return data;
}

/** All first bytes, then all second ones: back to elements. */
function unshuffled(bytes: Uint8Array, elementBytes: number): Uint8Array {
  const count = Math.floor(bytes.length / elementBytes);
  const data = bytes.slice();
  for (let i = 0; i < count; i += 1) {
    for (let k = 0; k < elementBytes; k += 1) data[i * elementBytes + k] = bytes[k * count + i]!;
  }
  return data;
}
