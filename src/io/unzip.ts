import { strFromU8, unzipSync } from 'fflate';
import { crc32 } from './bytes/crc32.js';
import { viewOf } from './bytes/viewOf.js';
import { mostInflated } from './mostInflated.js';

/**
 * The files of a zip whose names `wanted` takes. Throws where the bytes are no zip, where a file claims more than they can
 * hold, before anything is allocated, and where one has not the checksum that the zip's directory gives.
 */
export function unzip(bytes: Uint8Array, wanted: (name: string) => boolean): Record<string, Uint8Array> {
  let packed = 0;
  const files = unzipSync(bytes, {
    filter({ name, size, originalSize, compression }) {
      // files of a zip do not share bytes, so together they are no longer than it
      packed += size + headers;
      const most = compression === 0 ? size : mostInflated(size);
      if (packed > bytes.length || originalSize > most) {
        throw new Error(`${name} must fit in ${bytes.length} bytes, it claims ${size} for ${originalSize}`);
      }
      return wanted(name);
    },
  });
  const told = checksums(bytes);
  for (const [name, content] of Object.entries(files)) {
    if (told.get(name) !== crc32(content)) throw new Error(`${name} is damaged: its checksum is another`);
  }
  return files;
}

/** Bytes that a zip has for each file beside its contents and name: an entry of 46 in the directory, a head of 30. */
const headers = 76;
/** Bytes of the record that ends a zip, and of the one that says where a zip64's is. */
const [end, locator] = [22, 20];
/** How the end of a zip and an entry of its directory begin. */
const [endsWith, entry] = [0x06054b50, 0x02014b50];

/** What the directory of a zip that was read says of each file's CRC-32 (APPNOTE 6.3.10, 4.3.12 to 4.3.16). */
function checksums(bytes: Uint8Array): ReadonlyMap<string, number> {
  const zip = viewOf(bytes);
  let last = bytes.length - end;
  while (zip.getUint32(last, true) !== endsWith) last -= 1;
  let at = zip.getUint32(last + 16, true);
  // a zip64 has its place behind the place of its own record
  if (at === 0xffffffff)
    at = Number(zip.getBigUint64(Number(zip.getBigUint64(last - locator + 8, true)) + 48, true));
  const found = new Map<string, number>();
  while (at + 46 <= last && zip.getUint32(at, true) === entry) {
    const [name, extra, comment] = [28, 30, 32].map((place) => zip.getUint16(at + place, true)) as [
      number,
      number,
      number,
    ];
    const latin1 = (zip.getUint16(at + 8, true) & 0x800) === 0;
    found.set(strFromU8(bytes.subarray(at + 46, at + 46 + name), latin1), zip.getUint32(at + 16, true));
    at += 46 + name + extra + comment;
  }
  return found;
}
