import {
  concat,
  concatMap,
  defer,
  finalize,
  ignoreElements,
  map,
  type OperatorFunction,
  throwIfEmpty,
} from 'rxjs';
import { breathe } from '#platform';
import type { Frame } from '../plot/frame.js';

/** What a writer does with one run of a stream. */
export interface Writing {
  /** Takes one frame; it gets the next when its promise is resolved. */
  frame(frame: Frame, index: number): Promise<void>;
  /** Ends the work and resolves to the path that is emitted. */
  end(): Promise<string>;
  /** Frees what the run holds, however it ended. Must not throw. */
  close?(): void;
}

/**
 * The operator that `png`, `frames` and `video` are made of: hands the frames to a `Writing` one by one, and
 * emits its path when the stream has completed.
 *
 * 1. `open` is called at subscription; `signal` is aborted when the run ends, however it ends.
 * 2. Each frame holds its source (`Frame.hold`) until its work is done, so at most one waits, whatever the
 *    device does. Frames that cannot hold wait undrawn.
 * 3. About twenty times a second the event loop gets a turn, so that timers and signals come through.
 * 4. A stream without a frame is an error, and so is whatever `open`, `frame` or `end` throw.
 */
export function writer(
  operator: string,
  open: (signal: AbortSignal) => Writing,
): OperatorFunction<Frame, string> {
  return (source) =>
    defer(() => {
      const run = new AbortController();
      const writing = open(run.signal);
      return concat(
        source.pipe(
          throwIfEmpty(() => new Error(`${operator}: the stream ended without a frame`)),
          oneByOne(withPauses(writing.frame)),
          ignoreElements(),
        ),
        defer(writing.end),
      ).pipe(
        finalize(() => {
          run.abort();
          writing.close?.();
        }),
      );
    });
}

function oneByOne(work: Writing['frame']): OperatorFunction<Frame, void> {
  return (source) =>
    defer(() => {
      const waiting = new Set<() => void>();
      return source.pipe(
        map((frame, index) => {
          let release = () => {};
          frame.hold?.(
            new Promise<void>((resolve) => {
              release = resolve;
            }),
          );
          waiting.add(release);
          return { frame, index, release };
        }),
        concatMap(({ frame, index, release }) =>
          defer(() => work(frame, index)).pipe(
            finalize(() => {
              waiting.delete(release);
              release();
            }),
          ),
        ),
        // a run that is cut short must not keep other sinks of the same source waiting
        finalize(() => {
          for (const release of waiting) release();
        }),
      );
    });
}

function withPauses(work: Writing['frame']): Writing['frame'] {
  let last = performance.now();
  return async (frame, index) => {
    await work(frame, index);
    if (performance.now() - last < 50) return;
    await breathe();
    last = performance.now();
  };
}
