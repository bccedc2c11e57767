import type { Live } from '../model/live.js';

/** Bytes of a file's beginning by which its kind is known. */
export const START = 64;

/** A kind of file that the page opens. */
export interface FileKind {
  readonly name: string;
  /**
   * What it is, for people: in the dialog, over the page while a file hovers, and in the message about a file of no kind.
   */
  readonly title: string;
  /** How the names of such files end, as in '.nir'. */
  readonly endings: readonly string[];
  /** Whether it is such a file: by its name, or by how it begins. */
  accepts(name: string, start: Uint8Array): boolean;
  /** Rejects with the error that is shown; what was running goes on. */
  open(file: File, live: Live): Promise<void>;
}

/** Whether a file's name ends in one of these, in capitals or not. */
export function endsIn(name: string, endings: readonly string[]): boolean {
  return endings.some((ending) => name.toLowerCase().endsWith(ending));
}
