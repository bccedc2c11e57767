import { MESSAGE, type Message } from './header.js';
import { decode, NOWHERE, Part, type Source } from './source.js';

/** The names in a group, each with the address of its object; links to other places or files are left out. */
export function linksOf(file: Source, messages: readonly Message[]): Map<string, number> {
  const links = new Map<string, number>();
  for (const { type, bytes } of messages) {
    const body = new Part(bytes);
    if (type === MESSAGE.symbolTable) readTable(file, body.u64(), body.u64(), links);
    if (type === MESSAGE.link) readLink(body, links);
    if (type === MESSAGE.linkInfo) refuseDense(body);
  }
  return links;
}

export function isGroup(messages: readonly Message[]): boolean {
  const kinds: readonly number[] = [MESSAGE.symbolTable, MESSAGE.link, MESSAGE.linkInfo];
  return messages.some(({ type }) => kinds.includes(type));
}

function readTable(file: Source, tree: number, heap: number, links: Map<string, number>): void {
  const head = file.part(heap, 32);
  head.expect('HEAP');
  head.skip(4);
  const size = head.u64();
  head.skip(8);
  const names = file.slice(head.u64(), size);
  for (const table of leavesOf(file, tree, 0, 8)) readSymbols(file, table.child, names, links);
}

function readSymbols(file: Source, address: number, names: Uint8Array, links: Map<string, number>): void {
  const head = file.part(address, 8);
  head.expect('SNOD');
  head.skip(2);
  const count = head.u16();
  const entries = file.part(address + 8, 40 * count);
  for (let i = 0; i < count; i += 1) {
    const [name, object, cache] = [entries.u64(), entries.u64(), entries.u32()];
    entries.skip(20);
    if (cache === 2) continue;
    if (!(name < names.length))
      throw new Error(`a name lies beyond the names, at ${name} of ${names.length}`);
    const text = new Part(names.subarray(name)).text();
    file.charge(text.length);
    links.set(text, object);
  }
}

/** The leaves of a B-tree of version 1, each with the key before it. Each level is one lower than the one above. */
export function leavesOf(
  file: Source,
  address: number,
  kind: 0 | 1,
  keyBytes: number,
  level?: number,
): { readonly key: Uint8Array; readonly child: number }[] {
  if (address === NOWHERE) return [];
  const head = file.part(address, 24);
  head.expect('TREE');
  const [type, height, count] = [head.u8(), head.u8(), head.u16()];
  if (type !== kind) throw new Error(`a tree must be of kind ${kind}, got ${type}`);
  if (level !== undefined && height !== level)
    throw new Error(`a tree must have level ${level}, got ${height}`);
  const body = file.part(address + 24, count * (keyBytes + 8) + keyBytes);
  const entries = Array.from({ length: count }, () => ({ key: body.take(keyBytes), child: body.u64() }));
  if (height === 0) return entries;
  return entries.flatMap(({ child }) => leavesOf(file, child, kind, keyBytes, height - 1));
}

function readLink(body: Part, links: Map<string, number>): void {
  body.skip(1);
  const flags = body.u8();
  const type = flags & 8 ? body.u8() : 0;
  body.skip((flags & 4 ? 8 : 0) + (flags & 16 ? 1 : 0));
  const name = decode(body.take(body.unsigned(1 << (flags & 3))));
  if (type === 0) links.set(name, body.u64());
}

function refuseDense(body: Part): void {
  body.skip(1);
  body.skip(body.u8() & 1 ? 8 : 0);
  if (body.u64() !== NOWHERE) {
    throw new Error("groups of more than 8 names, written with libver 'latest', are not supported");
  }
}
