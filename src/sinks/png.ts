import { type OperatorFunction, pipe, takeLast } from 'rxjs';
import { pngBytes, writeFile } from '#platform';
import { number } from '../check.js';
import { optionsOf } from '../options.js';
import type { Frame } from '../plot/frame.js';
import { cannotWrite, checkPath } from './writeChecks.js';
import { painter } from './writePainter.js';
import { writer } from './writer.js';

export interface PngOptions {
  /** Pixels a CSS pixel, 0.01 to 100; default 2, which is sharp on screens of high density and in print. */
  readonly scale?: number;
}

/**
 * Writes the last frame of the stream to a PNG file, and emits the path once it is there.
 *
 * 1. Frames before the last are not drawn.
 * 2. The folder is made if need be. The file appears whole or not at all: it is written under a temporary
 *    name and renamed, and an existing one stays as it was until then.
 * 3. In a browser's page the file is offered as a download.
 *
 * Throws on a path that does not end in `.png` and on a scale out of range. A stream without a frame, and a
 * file that cannot be written, go down the error channel with the path: `png: cannot write x.png: EACCES...`.
 * Unsubscribing gives up the file.
 *
 * @example
 * await lastValueFrom(steps$.pipe(raster('hidden'), png('out/raster.png'))); // 'out/raster.png'
 */
export function png(path: string, options: PngOptions = {}): OperatorFunction<Frame, string> {
  const { scale = 2 } = optionsOf('png', options, ['scale']);
  checkPath('png', path, '.png');
  number('png: scale', scale, { min: 0.01, max: 100 });
  return pipe(
    takeLast<Frame>(1),
    writer('png', (signal) => {
      const paint = painter('png', scale);
      return {
        async frame(frame) {
          const canvas = paint(frame);
          try {
            await writeFile(path, await pngBytes(canvas), signal);
          } catch (cause) {
            throw cannotWrite('png', path, cause);
          }
        },
        end: async () => path,
      };
    }),
  );
}
