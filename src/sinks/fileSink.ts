import { catchError, concat, concatMap, defer, filter, finalize, ignoreElements, map } from 'rxjs';
import type { Step } from '../step.js';
import type { Tensor } from '../tensor.js';
import { type Sink, sink } from './sink.js';
import { type Observed, watch } from './watch.js';

/** A file that is written while one run of a stream goes on. */
export interface FileWork {
  /** The tensors that it wants of a step. */
  select(step: Step): readonly Tensor[];
  /** Takes a step; where that fills a piece of the file, a promise of its being written, which the step is held by. */
  add(observed: Observed): Promise<void> | undefined;
  /** Writes what is left and gives the file its name. */
  finish(): Promise<string>;
  /** Lets go of the file, unless it is finished. Never rejects; a second call does nothing. */
  abandon(): Promise<void>;
}

/** A sink that writes a file piece by piece and emits its path when it is there; `start` begins the work of one run. */
export function fileSink(operator: string, start: () => FileWork): Sink<string> {
  return sink((source) =>
    defer(() => {
      const work = start();
      const written = source.pipe(
        watch(work.select, operator),
        map(work.add),
        filter((piece) => piece !== undefined),
        concatMap((piece) => piece),
        ignoreElements(),
      );
      return concat(written, defer(work.finish)).pipe(
        // told when the file has been let go
        catchError(async (error: unknown) => {
          await work.abandon();
          throw error;
        }),
        finalize(work.abandon),
      );
    }),
  );
}
