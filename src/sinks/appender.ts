import { growFile } from '#platform';
import type { FileHandleLike, GrowingFile } from '../platform/platform.js';
import { cannotWrite, nameOfTarget } from './writeChecks.js';

/** A file that grows while a stream runs, under a temporary name until it is finished. */
export interface Appender {
  /** Appends after what was given before; the file is opened by the first call. A rejection may be left unheard. */
  write(bytes: Uint8Array): Promise<void>;
  /** Gives the file its name, once all is written, and resolves to it. */
  finish(): Promise<string>;
  /** Closes the file, unless it is finished, and removes it or leaves it under its temporary name. Never rejects. */
  abandon(fate: 'keep' | 'remove'): Promise<void>;
}

/** The file of one run of a sink. What goes wrong is told as `operator: cannot write path: why`, the first failure only. */
export function appender(operator: string, target: string | FileHandleLike): Appender {
  const path = nameOfTarget(target);
  let file: Promise<GrowingFile> | undefined;
  let failure: Error | undefined;
  let ended = false;
  let tail: Promise<void> = Promise.resolve();

  const fail = (cause: unknown): never => {
    failure ??= cannotWrite(operator, path, cause);
    throw failure;
  };
  return {
    write(bytes) {
      file ??= growFile(target);
      const opened = file;
      tail = tail.then(async () => (await opened).write(bytes)).catch(fail);
      tail.catch(() => {});
      return tail;
    },
    async finish() {
      await tail;
      await file?.then((opened) => opened.finish()).catch(fail);
      ended = true;
      return path;
    },
    async abandon(fate) {
      if (ended) return;
      ended = true;
      await tail.catch(() => {});
      const opened = await file?.catch(() => undefined);
      await opened?.abandon(fate);
    },
  };
}
