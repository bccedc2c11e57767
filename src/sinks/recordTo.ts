import { whole } from '../check.js';
import { optionsOf } from '../options.js';
import type { FileHandleLike } from '../platform/platform.js';
import { appender } from './appender.js';
import { fileSink } from './fileSink.js';
import { layerNames } from './layers.js';
import { recordingWriter } from './recordingWriter.js';
import type { Sink } from './sink.js';
import { checkTarget } from './writeChecks.js';

export interface RecordToOptions<Layer extends string = string> {
  /** Names of the probes to keep. Default: all of them and the last layer. */
  readonly layers?: Layer | readonly Layer[];
  /** Signals to keep of the layers that have them. Default: every signal, but not `cur` where there are spikes. */
  readonly signals?: readonly string[];
  /** Most steps that are kept in memory before they are written. Default: as many as have a mebibyte, at most 8192. */
  readonly blockSteps?: number;
}

/**
 * Records to a file while the stream runs, in constant memory, and emits the file's path once the stream is complete and the
 * file is there. `replay` reads it back.
 *
 * 1. What is kept is what `record` keeps, to the bit: spikes as address events or as bits, whichever is shorter,
 *    everything else as float32. docs/recordings.md describes the file.
 * 2. It is written as `PATH.xxxxxxxx.partial`, a block of steps at a time, and gets its name when it is complete, in place
 *    of a file that has it. If the stream fails or is unsubscribed, the steps so far stay under the temporary
 *    name, as a whole recording; after a crash, `replay(file, { strict: false })` reads its whole blocks.
 * 3. A block that is being written holds the source (`Flow`): a slow disk slows the stream.
 * 4. A browser has no paths: there the target is a file handle, and what is emitted its name. It keeps nothing of a
 *    page that crashes.
 *
 * Throws for options out of range. A stream without a step, a layer or signal that is not there, and a file that cannot be
 * written go down the error channel: `recordTo: cannot write run.rec: ENOSPC...`.
 *
 * @example
 * await lastValueFrom(steps$.pipe(recordTo('run.rec', { layers: ['hidden'], signals: ['spk'] })));
 * replay('run.rec').pipe(raster('hidden'), png('raster.png'));
 */
export function recordTo<Layer extends string = string>(
  target: string | FileHandleLike,
  options: RecordToOptions<Layer> = {},
): Sink<string> {
  const given = optionsOf('recordTo', options, ['layers', 'signals', 'blockSteps']);
  const { layers, signals, blockSteps } = given;
  checkTarget('recordTo', target);
  const names = layers === undefined ? undefined : layerNames('recordTo', layers);
  if (blockSteps !== undefined) whole('recordTo: blockSteps', blockSteps, { min: 1 });
  return fileSink('recordTo', () =>
    recordingWriter(appender('recordTo', target), names, signals, blockSteps),
  );
}
