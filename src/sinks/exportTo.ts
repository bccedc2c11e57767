import { concatMap, defer, finalize, from, type OperatorFunction } from 'rxjs';
import { writeFile } from '#platform';
import { type HeldTraces, type Recording, tracesOf } from '../recording.js';
import { type RecordOptions, recordFor } from './record.js';
import type { Sink } from './sink.js';
import { cannotWrite, checkPath } from './writeChecks.js';

export interface ExportOptions extends RecordOptions {
  /** Names of the probes to keep. Default: all of them and the last layer. */
  readonly layers?: string | readonly string[];
}

/** The names of `ExportOptions`. */
export const EXPORT = ['signals', 'layers'] as const;

/** A sink that records in memory, and at the end writes the bytes that `encode` makes of the traces and emits the path. */
export function exportTo(
  operator: string,
  path: string,
  { layers, signals }: ExportOptions,
  encode: (traces: HeldTraces) => Uint8Array,
): Sink<string> {
  checkPath(operator, path);
  const write: OperatorFunction<Recording, string> = concatMap((recording) =>
    defer(() => {
      const run = new AbortController();
      const written = async (): Promise<string> => {
        await writeFile(path, encode(tracesOf(recording)!), run.signal).catch((cause: unknown) => {
          throw cannotWrite(operator, path, cause);
        });
        return path;
      };
      return from(written()).pipe(finalize(() => run.abort()));
    }),
  );
  return recordFor(operator, layers, signals).pipe(write);
}
