import type { Live } from '../model/live.js';

/** A file that was dropped or chosen, as far as a kind needs to know it. */
export interface GivenFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A kind of file that the page opens. */
export interface FileKind {
  readonly name: string;
  /** What it is, for people: in the dialog, over the page while a file hovers, and in the message about a file of no kind. */
  readonly title: string;
  /** How the names of such files end, as in '.nir'. */
  readonly endings: readonly string[];
  /** Whether it is such a file: by its name, or by how it begins. */
  accepts(name: string, bytes: Uint8Array): boolean;
  /** Rejects with the error that is shown; what was running goes on. */
  open(file: GivenFile, live: Live): Promise<void>;
}

/** Whether a file's name ends in one of these, in capitals or not. */
export function endsIn(name: string, endings: readonly string[]): boolean {
  return endings.some((ending) => name.toLowerCase().endsWith(ending));
}
