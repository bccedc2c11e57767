import type { Live } from '../model/live.js';
import { events } from './events.js';
import { type FileKind, START } from './kind.js';
import { nir } from './nir.js';

/** What the page opens, by drag and drop or by its button; another kind is another entry. */
export const kinds: readonly FileKind[] = [nir, events];

/** Opens files one after the other: the last one stays. What is to be said of each is in the page's message, a line each. */
export async function openFiles(files: Iterable<File>, live: Live): Promise<void> {
  const said: string[] = [];
  for (const file of files) {
    live.message.next('');
    await open(file, live).catch((error: Error) => live.message.next(error.message));
    if (live.message.value !== '') said.push(live.message.value);
  }
  live.message.next(said.join('\n'));
}

/** Opens a file as the first kind that accepts it. */
async function open(file: File, live: Live): Promise<void> {
  const start = new Uint8Array(await file.slice(0, START).arrayBuffer());
  const kind = kinds.find((kind) => kind.accepts(file.name, start));
  if (!kind) throw new TypeError(`${file.name} cannot be opened: the page knows ${listed(kinds)}.`);
  await kind.open(file, live);
}

/** The kinds in words: 'a, b and c'. */
export function listed(kinds: readonly FileKind[]): string {
  return new Intl.ListFormat('en').format(kinds.map(({ title }) => title));
}
