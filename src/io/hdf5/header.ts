import { Part, type Source } from './source.js';

/** One of the messages that an object consists of. */
export interface Message {
  readonly type: number;
  readonly bytes: Uint8Array;
}

export const MESSAGE = {
  dataspace: 0x01,
  linkInfo: 0x02,
  datatype: 0x03,
  fill: 0x05,
  link: 0x06,
  layout: 0x08,
  filters: 0x0b,
  continuation: 0x10,
  symbolTable: 0x11,
} as const;

/** The bytes an HDF5 file begins with; text may stand before them, up to a power of two of at least 512 bytes. */
const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** Where the superblock begins, from which all addresses count; `undefined` if this is no HDF5 file. */
export function findSuperblock(bytes: Uint8Array): number | undefined {
  for (let at = 0; at + signature.length <= bytes.length; at = at ? 2 * at : 512) {
    if (signature.every((byte, i) => bytes[at + i] === byte)) return at;
  }
  return undefined;
}

/** The address of the root group's header. */
export function rootAddress(file: Source): number {
  const version = file.slice(0, 9)[8]!;
  if (version > 3) throw new Error(`the version of the superblock must be 0 to 3, got ${version}`);
  // free space and shared headers have versions of their own before the sizes
  const head = file.part(version < 2 ? 13 : 9, version < 2 ? 11 + (version === 1 ? 4 : 0) : 3);
  const sizes = [head.u8(), head.u8()];
  if (sizes[0] !== 8 || sizes[1] !== 8)
    throw new Error(`addresses must have 8 bytes, got ${sizes.join(' and ')}`);
  if (version >= 2) return file.part(12 + 24, 8).u64();
  // four addresses, then the root's entry: the place of its name, and its header
  return file.part(24 + (version === 1 ? 4 : 0) + 40, 8).u64();
}

/** All messages of the object whose header is at `address`. */
export function messagesOf(file: Source, address: number): Message[] {
  const start = file.slice(address, 4);
  return start[0] === 1 ? firstVersion(file, address) : secondVersion(file, address);
}

function firstVersion(file: Source, address: number): Message[] {
  const head = file.part(address, 12);
  head.skip(8);
  const blocks = [file.part(address + 16, head.u32())];
  const messages: Message[] = [];
  for (const block of blocks) {
    while (block.left >= 8) {
      const [type, size, flags] = [block.u16(), block.u16(), block.u8()];
      block.skip(3);
      keep({ type, bytes: block.take(size) }, flags, messages, (at, length) =>
        blocks.push(file.part(at, length)),
      );
    }
  }
  return messages;
}

function secondVersion(file: Source, address: number): Message[] {
  const head = file.part(address, Math.min(32, file.bytes.length - address));
  head.expect('OHDR');
  const version = head.u8();
  if (version !== 2) throw new Error(`the version of an object header must be 1 or 2, got ${version}`);
  const flags = head.u8();
  const before = 6 + (flags & 0x20 ? 16 : 0) + (flags & 0x10 ? 4 : 0);
  head.skip(before - 6);
  const width = 1 << (flags & 3);
  const blocks = [file.part(address + before + width, head.unsigned(width))];
  const messages: Message[] = [];
  const order = flags & 4 ? 2 : 0;
  for (const block of blocks) {
    while (block.left >= 4 + order) {
      const [type, size, flag] = [block.u8(), block.u16(), block.u8()];
      block.skip(order);
      keep({ type, bytes: block.take(size) }, flag, messages, (at, length) => {
        const more = file.part(at, length);
        more.expect('OCHK');
        // a checksum stands at the end
        blocks.push(new Part(more.take(Math.max(0, more.left - 4))));
      });
    }
  }
  return messages;
}

function keep(
  message: Message,
  flags: number,
  messages: Message[],
  follow: (address: number, length: number) => void,
): void {
  const { type, bytes } = message;
  if (type === MESSAGE.continuation) {
    const body = new Part(bytes);
    follow(body.u64(), body.u64());
  } else if (flags & 2 && Object.values<number>(MESSAGE).includes(type)) {
    throw new Error('types and sizes that objects share are not supported');
  } else messages.push(message);
}
