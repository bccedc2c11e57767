import type { OperatorFunction } from 'rxjs';
import { createFolder, pngBytes, writeFile } from '#platform';
import { number, show, whole } from '../check.js';
import { optionsOf } from '../options.js';
import type { Frame } from '../plot/frame.js';
import { cannotWrite, checkPath } from './writeChecks.js';
import { painter } from './writePainter.js';
import { writer } from './writer.js';

export interface FramesOptions {
  /** Pixels a CSS pixel, 0.01 to 100; default 1. */
  readonly scale?: number;
  /** Digits of the number in a file's name, 1 to 15; default 5. A longer number is written in full. */
  readonly digits?: number;
  /** What stands before the number; default `'frame-'`. */
  readonly prefix?: string;
}

/**
 * Writes every frame to a numbered PNG file, `frame-00000.png` first, and emits the folder when the stream
 * has completed and all files are there.
 *
 * 1. The folder is made if need be. Files of that name are replaced; others stay, those of a longer earlier
 *    run too.
 * 2. Each file appears whole or not at all. When the stream ends early, the files so far stay.
 * 3. Each frame holds its source (`Frame.hold`) until its file is written: a slow disk slows the stream,
 *    and frames do not pile up.
 * 4. A browser has no folders: an error.
 *
 * Throws on arguments out of range. A stream without a frame, and a file that cannot be written, go down the
 * error channel with the path: `frames: cannot write out/frame-00007.png: ENOSPC...`.
 *
 * @example
 * // out/spike-count/frame-00000.png, out/spike-count/frame-00001.png, ...
 * await lastValueFrom(steps$.pipe(spikeCount('output'), frames('out/spike-count')));
 */
export function frames(folder: string, options: FramesOptions = {}): OperatorFunction<Frame, string> {
  const names = ['scale', 'digits', 'prefix'] as const;
  const { scale = 1, digits = 5, prefix = 'frame-' } = optionsOf('frames', options, names);
  checkPath('frames', folder);
  number('frames: scale', scale, { min: 0.01, max: 100 });
  whole('frames: digits', digits, { min: 1, max: 15 });
  if (typeof prefix !== 'string' || /[/\\\0]/.test(prefix)) {
    throw new TypeError(`frames: prefix must be a string without a path separator, got ${show(prefix)}`);
  }
  return writer('frames', (signal) => {
    const paint = painter('frames', scale);
    return {
      async frame(frame, index) {
        const path = `${folder.replace(/\/$/, '')}/${prefix}${String(index).padStart(digits, '0')}.png`;
        const canvas = paint(frame);
        try {
          if (index === 0) await createFolder(folder);
          await writeFile(path, await pngBytes(canvas), signal);
        } catch (cause) {
          throw cannotWrite('frames', path, cause);
        }
      },
      end: async () => folder,
    };
  });
}
