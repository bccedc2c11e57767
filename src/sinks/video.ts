import type { OperatorFunction } from 'rxjs';
import { findFfmpeg, openFfmpeg, openH264, pixels, writeFile } from '#platform';
import { number, oneOf, whole } from '../check.js';
import { optionsOf } from '../options.js';
import type { Canvas2D, VideoEncoder } from '../platform/platform.js';
import { even } from '../plot/even.js';
import type { Frame } from '../plot/frame.js';
import { cannotWrite, checkPath } from './writeChecks.js';
import { padToEven } from './writeEven.js';
import { painter } from './writePainter.js';
import { writer } from './writer.js';

export interface VideoOptions {
  /** Frames a second, a whole number from 1 to 240; default 25. */
  readonly fps?: number;
  /** Pixels a CSS pixel, 0.01 to 100; default 1. */
  readonly scale?: number;
  /** 0 (smallest file) to 1 (finest picture); default 0.75, at which lines and letters stay clean. */
  readonly quality?: number;
  /**
   * What encodes: `'wasm'` (default) in this process; `'ffmpeg'`, found on the PATH, in its own;
   * `'auto'` ffmpeg if it is there, else wasm.
   */
  readonly encoder?: VideoEncoderName;
}

/** What encodes a video; `'auto'` is ffmpeg where that is found, else wasm. */
export type VideoEncoderName = 'auto' | 'wasm' | 'ffmpeg';

type Size = Pick<Frame, 'width' | 'height'>;

const encoders: readonly VideoEncoderName[] = ['auto', 'wasm', 'ffmpeg'];

/**
 * Writes the frames to an MP4 file (H.264, yuv420p, index first) that browsers play, and emits the path
 * once it is there.
 *
 * 1. All frames have one size; an odd width or height, which H.264 does not have, repeats its last column or row.
 * 2. Each frame holds its source (`Frame.hold`) until the encoder has taken it; frames do not pile up. The
 *    event loop gets a turn now and then.
 * 3. The encoder lives from the first frame to the end, error or unsubscription. The video grows in memory
 *    (wasm) or in a temporary folder (ffmpeg), about 2 kB a frame of a plot.
 * 4. The folder is made if need be. The file appears whole or not at all. In a browser's page it is offered as
 *    a download; the page must have loaded `h264-mp4-encoder.web.js`.
 *
 * Throws on arguments out of range. Down the error channel go a stream without a frame, frames of two sizes, a
 * missing ffmpeg and whatever fails later: `video: cannot write out/x.mp4: EACCES...`.
 *
 * @example
 * await lastValueFrom(steps$.pipe(spikeCount('output'), video('out/spike-count.mp4', { fps: 30 })));
 */
export function video(path: string, options: VideoOptions = {}): OperatorFunction<Frame, string> {
  optionsOf('video', options, ['fps', 'scale', 'quality', 'encoder']);
  const { fps = 25, scale = 1, quality = 0.75, encoder = 'wasm' } = options;
  checkPath('video', path, '.mp4');
  whole('video: fps', fps, { min: 1, max: 240 });
  number('video: scale', scale, { min: 0.01, max: 100 });
  number('video: quality', quality, { min: 0, max: 1 });
  oneOf('video: encoder', encoders, encoder);
  return writer('video', (signal) => {
    const paint = painter('video', scale);
    const quantiser = Math.round(51 - 41 * quality);
    let size: Size | undefined;
    let opened: Promise<VideoEncoder> | undefined;
    const open = (canvas: Canvas2D) => {
      const [width, height] = [even(canvas.width), even(canvas.height)];
      return openEncoder(encoder, { width, height, fps, quantiser });
    };
    return {
      async frame(frame, index) {
        size ??= { width: frame.width, height: frame.height };
        checkSize(size, frame, index);
        const canvas = paint(frame);
        opened ??= open(canvas);
        const running = await opened.catch(fail(path));
        if (!signal.aborted) await running.add(padToEven(pixels(canvas), canvas)).catch(fail(path));
      },
      async end() {
        const bytes = await (await opened!).finish().catch(fail(path));
        await writeFile(path, bytes, signal).catch(fail(path));
        return path;
      },
      close() {
        opened?.then((running) => running.close()).catch(() => {});
      },
    };
  });
}

async function openEncoder(name: VideoEncoderName, settings: Parameters<typeof openH264>[0]) {
  if (name === 'wasm') return openH264(settings);
  const ffmpeg = await findFfmpeg();
  if (ffmpeg) return openFfmpeg(ffmpeg, settings);
  if (name === 'auto') return openH264(settings);
  throw new Error("there is no ffmpeg on the PATH; install it, or take encoder: 'auto' or 'wasm'");
}

function checkSize(first: Size, frame: Size, index: number): void {
  if (frame.width === first.width && frame.height === first.height) return;
  const sizes = `${first.width}x${first.height} first and ${frame.width}x${frame.height} at frame ${index}`;
  throw new RangeError(`video: all frames must have one size, got ${sizes}`);
}

function fail(path: string): (cause: unknown) => never {
  return (cause) => {
    throw cannotWrite('video', path, cause);
  };
}
