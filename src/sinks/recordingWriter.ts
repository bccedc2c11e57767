import { growFile } from '#platform';
import { MOST_STEP, type RecordedSignal, stepBytes } from '../io/recording/format.js';
import { RecordingBytes } from '../io/recording/write.js';
import type { FileHandleLike, GrowingFile } from '../platform/platform.js';
import type { Step } from '../step.js';
import type { Tensor } from '../tensor.js';
import { planOf, type Wanted, wantedOf } from './plan.js';
import type { LayerName, Observed } from './watch.js';
import { cannotWrite, nameOfTarget } from './writeChecks.js';

/** The work of `recordTo` for one run of a stream. */
export interface RecordingWriter {
  /** The tensors that it wants of a step. */
  select(step: Step): readonly Tensor[];
  /** Takes a step; where that fills a block, a promise that settles when it is written, which the step is held by. */
  add(observed: Observed): Promise<void> | undefined;
  /** Writes what is left and gives the file its name. */
  finish(): Promise<string>;
  /** Leaves the steps so far under the temporary name, unless the file is finished. Never rejects. */
  abandon(): Promise<void>;
}

export function recordingWriter(
  target: string | FileHandleLike,
  names: readonly LayerName[] | undefined,
  signals: readonly string[] | undefined,
  blockSteps: number | undefined,
): RecordingWriter {
  const path = nameOfTarget(target);
  let plan: readonly Wanted[] | undefined;
  let bytes: RecordingBytes | undefined;
  let file: Promise<GrowingFile> | undefined;
  let ending: Promise<void> | undefined;
  let failure: Error | undefined;
  /** Everything that was given to the file so far. */
  let tail: Promise<void> = Promise.resolve();

  const write = (part: Uint8Array): Promise<void> => {
    tail = tail
      .then(async () => (await file!).write(part))
      .catch((cause: unknown) => {
        // the first failure is told; the ones after it are its consequence
        failure ??= cannotWrite('recordTo', path, cause);
        throw failure;
      });
    // whoever waits for it hears of a failure; nobody may be waiting any more
    tail.catch(() => {});
    return tail;
  };
  const begin = ({ signals: observed, step: { flow } }: Observed): RecordingBytes => {
    const recorded: RecordedSignal[] = plan!.map(({ layer, signal, last }, i) => {
      return { layer: layer ?? null, signal, last, shape: observed[i]!.shape };
    });
    const step = stepBytes(recorded);
    if (step > MOST_STEP)
      throw new RangeError(`recordTo: a step must have at most ${MOST_STEP} bytes, got ${step}`);
    const begun = new RecordingBytes(recorded, blockSteps);
    file = growFile(target);
    file.catch(() => {});
    flow.hold(write(begun.header()));
    return begun;
  };
  /** The rest of the steps, and the index. */
  const writeRest = (): Promise<void> => {
    const rest = bytes?.flush();
    if (rest) write(rest);
    return bytes ? write(bytes.end()) : tail;
  };
  const settle = (work: () => Promise<void>): Promise<void> => {
    ending ??= work();
    return ending;
  };

  return {
    select(step) {
      plan ??= planOf('recordTo', step, names, signals);
      return wantedOf('recordTo', step, plan);
    },
    add(observed) {
      bytes ??= begin(observed);
      const block = bytes.add(observed.signals.map(({ data }) => data));
      if (!block) return undefined;
      const written = write(block);
      observed.step.flow.hold(written);
      return written;
    },
    async finish() {
      if (!bytes) throw new RangeError('recordTo: the stream ended without a step');
      await writeRest();
      await settle(async () => (await file!).finish()).catch((cause: unknown) => {
        throw cannotWrite('recordTo', path, cause);
      });
      return path;
    },
    abandon() {
      return settle(async () => {
        await writeRest().catch(() => {});
        const opened = await file?.catch(() => undefined);
        await opened?.abandon('keep');
      }).catch(() => {});
    },
  };
}
