import { MOST_STEP, stepBytes } from '../io/recording/format.js';
import { RecordingBytes } from '../io/recording/write.js';
import type { RecordedSignal } from '../recording.js';
import type { Appender } from './appender.js';
import type { FileWork } from './fileSink.js';
import type { LayerName } from './layers.js';
import { planOf, type Wanted, wantedOf } from './plan.js';
import type { Observed } from './watch.js';

/** The work of `recordTo` for one run of a stream; what it has when it is abandoned stays under the temporary name. */
export function recordingWriter(
  file: Appender,
  names: readonly LayerName[] | undefined,
  signals: readonly string[] | undefined,
  blockSteps: number | undefined,
): FileWork {
  let plan: readonly Wanted[] | undefined;
  let bytes: RecordingBytes | undefined;
  let complete = false;

  const begin = ({ signals: observed, step: { flow } }: Observed): RecordingBytes => {
    const recorded: RecordedSignal[] = plan!.map(({ layer, signal, last }, i) => {
      return { layer: layer ?? null, signal, last, shape: observed[i]!.shape };
    });
    const size = stepBytes(recorded);
    if (size > MOST_STEP) {
      throw new RangeError(`recordTo: a step must have at most ${MOST_STEP} bytes, got ${size}`);
    }
    const begun = new RecordingBytes(recorded, blockSteps);
    flow.hold(file.write(begun.header()));
    return begun;
  };
  /** Writes the rest of the steps and the index, once. */
  const complement = async (): Promise<void> => {
    if (complete || !bytes) return;
    complete = true;
    const rest = bytes.flush();
    if (rest) file.write(rest);
    await file.write(bytes.end());
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
      const written = file.write(block);
      observed.step.flow.hold(written);
      return written;
    },
    async finish() {
      if (!bytes) throw new RangeError('recordTo: the stream ended without a step');
      await complement();
      return file.finish();
    },
    async abandon() {
      await complement().catch(() => {});
      await file.abandon('keep');
    },
  };
}
