import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VideoEncoder, VideoSettings } from './platform.js';

/**
 * Starts `ffmpeg` in a child process that takes raw pictures from its standard input. The video grows in a
 * folder of its own under the system's temporary one: the index can only be put first in a file. `add`
 * resolves when the pipe has taken the picture before, so that the next is drawn while ffmpeg works, and a slow encoder
 * slows its source.
 */
export async function openFfmpeg(ffmpeg: string, settings: VideoSettings): Promise<VideoEncoder> {
  const folder = await mkdtemp(join(tmpdir(), 'rxsnn-'));
  const file = join(folder, 'video.mp4');
  const child = spawn(ffmpeg, options(settings, file), { stdio: ['pipe', 'ignore', 'pipe'] });
  let complaint = '';
  let closed = false;
  child.stderr.on('data', (text) => {
    complaint = (complaint + text).slice(-2000);
  });
  // a pipe that breaks is told by the process' end, which says why
  child.stdin.on('error', () => {});
  const ended = once(child, 'close').then(([code, signal]) => {
    if (code !== 0) throw new Error(`ffmpeg ended with ${signal ?? `code ${code}`}: ${complaint.trim()}`);
  });
  // awaited by `add` and `finish`; when neither is under way, a failure waits for the next of them
  ended.catch(() => {});

  let taken: Promise<boolean> = Promise.resolve(true);

  return {
    async add(rgba) {
      const before = taken;
      taken = new Promise<boolean>((resolve) => {
        child.stdin.write(new Uint8Array(rgba.buffer, rgba.byteOffset, rgba.length), (error) =>
          resolve(!error),
        );
      });
      const early = ended.then(() => false);
      if (!(await Promise.race([before, early]))) {
        await ended;
        throw new Error('ffmpeg ended before the last frame');
      }
    },
    async finish() {
      child.stdin.end();
      await ended;
      return readFile(file);
    },
    close() {
      if (closed) return;
      closed = true;
      child.kill('SIGKILL');
      // only when the process is gone does nobody write into the folder any more
      const remove = () => rm(folder, { recursive: true, force: true });
      ended.then(remove, remove).catch(() => {});
    },
  };
}

function options({ width, height, fps, quantiser }: VideoSettings, file: string): string[] {
  return [
    ...['-loglevel', 'error', '-y'],
    ...['-f', 'rawvideo', '-pix_fmt', 'rgba', '-s', `${width}x${height}`, '-r', `${fps}`, '-i', '-'],
    ...['-vf', 'scale=out_color_matrix=bt709:out_range=tv', '-pix_fmt', 'yuv420p'],
    ...['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709'],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', `${quantiser}`],
    ...['-movflags', '+faststart', file],
  ];
}
