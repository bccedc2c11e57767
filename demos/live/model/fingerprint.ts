/** A file's contents in a few letters, to know it again: size and FNV-1a. */
export function fingerprint(bytes: Uint8Array): string {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return `${bytes.length.toString(36)}-${(hash >>> 0).toString(36)}`;
}
