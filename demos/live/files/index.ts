import type { Live } from '../model/live.js';
import { events } from './events.js';
import { type FileKind, START } from './kind.js';
import { nir } from './nir.js';

/** What the page opens, by drag and drop or by its button; another kind is another entry. */
export const kinds: readonly FileKind[] = [nir, events];

/** Opens a file as the first kind that accepts it. What does not work is said in the page's message line. */
export async function openFile(file: File, live: Live): Promise<void> {
  live.message.next('');
  try {
    const start = new Uint8Array(await file.slice(0, START).arrayBuffer());
    const kind = kinds.find((kind) => kind.accepts(file.name, start));
    if (!kind) throw new TypeError(`${file.name} cannot be opened: the page knows ${listed(kinds)}.`);
    await kind.open(file, live);
  } catch (error) {
    live.message.next((error as Error).message);
  }
}

/** The kinds in words: 'a, b and c'. */
export function listed(kinds: readonly FileKind[]): string {
  return new Intl.ListFormat('en').format(kinds.map(({ title }) => title));
}
