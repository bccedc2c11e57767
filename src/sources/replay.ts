import type { Observable } from 'rxjs';
import { whole } from '../check.js';
import { checkFile, type PathOrBytes } from '../io/bytes/bytes.js';
import { type Block, openRecording } from '../io/recording/read.js';
import { optionsOf } from '../options.js';
import { type HeldTraces, type Recording, tracesOf } from '../recording.js';
import type { Step } from '../step.js';
import { player } from './played.js';
import { pullSteps, type StepReading } from './pullSteps.js';

export interface ReplayOptions {
  /** The first step that is emitted, from 0. Default 0. */
  readonly from?: number;
  /** The step before which to stop. Default: after the last. */
  readonly to?: number;
  /** Default true: a file whose writing was cut off is an error. With false it is read to its last whole block. */
  readonly strict?: boolean;
}

/**
 * Emits the steps of a recording again: the same signals, bit for bit, of the same layers, as after `probe`. Steps are
 * numbered from 0, those of a part too.
 *
 * `recording` is a file that `recordTo` wrote, as a path (in a browser a URL), a `File` or `Blob`, or bytes; or what
 * `record` emitted. The step's own signals are those of the last layer, or of the last that was recorded.
 *
 * A file is read a block at a time, when the steps before have passed the whole chain: the memory is that of a block.
 * It is opened at subscription, and closed on complete, error and unsubscribe. Tensors are in the host's memory. `pace`
 * holds it, and `rewind` sends it back.
 *
 * Throws for arguments out of range. A file that cannot be read or is damaged, and a `from` beyond its steps, go down the
 * error channel: `replay: run.rec: the checksum of the block must be 1f3a2c4d, got 9d1f0a22 at byte 1048`.
 *
 * @example
 * replay('run.rec', { from: 2, to: 8 }).pipe(raster('hidden'), png('raster.png'));
 */
export function replay(recording: PathOrBytes | Recording, options: ReplayOptions = {}): Observable<Step> {
  const names = ['from', 'to', 'strict'] as const;
  const { from = 0, to = Number.POSITIVE_INFINITY, strict = true } = optionsOf('replay', options, names);
  whole('replay: from', from);
  whole('replay: to', to, { min: from, endless: true });
  const held = tracesOf(recording);
  if (held) return pullSteps(async () => fromMemory(held, from, to));
  const file = checkFile('replay', recording as PathOrBytes);
  return pullSteps(() => fromFile(file, from, to, strict));
}

async function fromFile(input: PathOrBytes, from: number, to: number, strict: boolean): Promise<StepReading> {
  const { signals, steps, blockWith, file } = await openRecording('replay', input, strict);
  const close = () => file.close();
  if (from > steps) {
    await close();
    throw beyond(file.name, steps, from);
  }
  const end = Math.min(steps, to);
  const play = player(signals);
  let block: Block | undefined;
  const at: StepReading['at'] = (step) => {
    const t = from + step;
    if (t >= end) return undefined;
    if (block && t >= block.first && t < block.first + block.steps) return play(block.data, t - block.first);
    return blockWith(t).then((read) => {
      block = read;
      return play(read.data, t - read.first);
    });
  };
  return { steps: end - from, at, close };
}

function fromMemory({ signals, data, steps }: HeldTraces, from: number, to: number): StepReading {
  if (from > steps) throw beyond('the recording', steps, from);
  const end = Math.min(steps, to);
  const play = player(signals);
  const at = (t: number) => (from + t < end ? play(data, from + t) : undefined);
  return { steps: end - from, at, close: async () => {} };
}

function beyond(name: string, steps: number, from: number): RangeError {
  return new RangeError(`replay: ${name}: from must be within its ${steps} steps, got ${from}`);
}
