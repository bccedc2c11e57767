import type { Progress } from './report/progress.js';

/** One thing that is measured. */
export interface Case {
  readonly name: string;
  /** A line for `--help` and above the table. */
  readonly about: string;
  run(bench: Bench): Promise<Findings>;
}

/** What a case is told. */
export interface Bench {
  /** Fewer repetitions and smaller sizes: for a look, not for the README. */
  readonly quick: boolean;
  readonly progress: Progress;
  /** The path of a picture or scratch file in the output folder. */
  path(file: string): string;
}

/** What a case found: tables to read, and the same as data for the JSON file. */
export interface Findings {
  readonly tables: readonly Table[];
  readonly notes?: readonly string[];
  /** Files that were drawn. */
  readonly pictures?: readonly string[];
  readonly data: unknown;
}

export interface Table {
  /** The first column is words, the others are numbers. */
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}
