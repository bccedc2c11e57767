import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { concat, EMPTY, lastValueFrom, NEVER, of, range, throwError } from 'rxjs';
import { map, take, tap, toArray } from 'rxjs/operators';
import type { Frame } from '../../src/plot/frame.js';
import { video } from '../../src/sinks/video.js';
import { filesIn, mp4Boxes, plain, temporaryFolders, ticksDuring, until } from '../helpers/files.js';

const folder = temporaryFolders();
const pause = () => new Promise((resolve) => setTimeout(resolve, 100));
const colours = (count: number) =>
  range(0, count).pipe(map((i) => plain(`hsl(${(i * 40) % 360} 80% 50%)`, 64, 48)));
const has = (program: string) => spawnSync(program, ['-version']).status === 0;
const ifFfmpeg = has('ffmpeg') ? it : it.skip;
const ifFfprobe = has('ffprobe') ? it : it.skip;
const searchPath = process.env.PATH;

afterEach(() => {
  process.env.PATH = searchPath;
  jest.restoreAllMocks();
});

/** Puts a program that acts as ffmpeg on the PATH, alone. */
function fakeFfmpeg(script: string): void {
  const root = folder();
  writeFileSync(join(root, 'ffmpeg'), `#!${process.execPath}\nconst fs = require('fs');\n${script}`);
  chmodSync(join(root, 'ffmpeg'), 0o755);
  process.env.PATH = root;
}

async function spiedDelete() {
  const encoder = await createRequire(import.meta.url)('h264-mp4-encoder').createH264MP4Encoder();
  return jest.spyOn(Object.getPrototypeOf(encoder), 'delete');
}

describe('video', () => {
  it('writes an MP4 file with every frame, index first, and emits the path once', async () => {
    const root = folder();
    const path = join(root, 'a/x.mp4');
    const freed = await spiedDelete();
    expect(await lastValueFrom(colours(30).pipe(video(path, { fps: 10 }), toArray()))).toEqual([path]);
    expect(filesIn(root)).toEqual(['a/x.mp4']);
    const mp4 = mp4Boxes(readFileSync(path));
    expect(mp4.names.filter((name) => !name.includes('/'))).toEqual(['ftyp', 'moov', 'mdat']);
    expect(mp4.names).toContain('moov/trak/mdia/minf/stbl/stss');
    expect(mp4.size()).toEqual({ width: 64, height: 48 });
    expect(mp4.sizes()).toHaveLength(30);
    expect(mp4.seconds()).toBeCloseTo(3);
    expect(freed).toHaveBeenCalledTimes(1);
  });

  it('scales, and pads an odd size to an even one', async () => {
    const path = join(folder(), 'x.mp4');
    await lastValueFrom(of(plain('#f00', 33, 17)).pipe(video(path)));
    expect(mp4Boxes(readFileSync(path)).size()).toEqual({ width: 34, height: 18 });
    await lastValueFrom(of(plain('#f00', 33, 17)).pipe(video(path, { scale: 1.5 })));
    expect(mp4Boxes(readFileSync(path)).size()).toEqual({ width: 50, height: 26 });
  });

  it('spends more bytes on a higher quality', async () => {
    const root = folder();
    const sizes = await Promise.all(
      [0, 0.75, 1].map(async (quality) => {
        const path = join(root, `${quality}.mp4`);
        await lastValueFrom(
          colours(3).pipe(
            map((frame) => ({ ...frame, draw: noise })),
            video(path, { quality }),
          ),
        );
        return readFileSync(path).length;
      }),
    );
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    expect(new Set(sizes).size).toBe(3);
  });

  it('refuses a frame of another size, with both sizes', async () => {
    const root = folder();
    const freed = await spiedDelete();
    const run = of(plain('#f00'), plain('#f00'), plain('#f00', 64, 64)).pipe(video(join(root, 'x.mp4')));
    await expect(lastValueFrom(run)).rejects.toThrow(
      'video: all frames must have one size, got 32x16 first and 64x64 at frame 2',
    );
    await until(() => freed.mock.calls.length === 1);
    expect(filesIn(root)).toEqual([]);
  });

  it('fails on a stream without a frame', async () => {
    const run = lastValueFrom(EMPTY.pipe(video(join(folder(), 'x.mp4'))));
    await expect(run).rejects.toThrow('video: the stream ended without a frame');
  });

  it('frees the encoder once and leaves nothing when it is unsubscribed, at once or later', async () => {
    const root = folder();
    const freed = await spiedDelete();
    const held: Promise<unknown>[] = [];
    const hold = (work: Promise<unknown>) => held.push(work);
    const run = () =>
      concat(colours(5).pipe(map((f) => ({ ...f, hold }))), NEVER).pipe(video(join(root, 'x.mp4')));
    run().subscribe().unsubscribe();
    const later = run().subscribe();
    await pause();
    later.unsubscribe();
    await Promise.all(held);
    await until(() => freed.mock.calls.length === 2);
    await pause();
    expect(freed).toHaveBeenCalledTimes(2);
    expect(filesIn(root)).toEqual([]);
  });

  it('passes an error of the stream on, frees the encoder once and leaves nothing', async () => {
    const root = folder();
    const freed = await spiedDelete();
    const source = concat(
      colours(3),
      NEVER.pipe(take(0)),
      throwError(() => new Error('upstream')),
    );
    await expect(lastValueFrom(source.pipe(video(join(root, 'x.mp4'))))).rejects.toThrow('upstream');
    await until(() => freed.mock.calls.length === 1);
    await pause();
    expect(freed).toHaveBeenCalledTimes(1);
    expect(filesIn(root)).toEqual([]);
  });

  it('names the path that cannot be written, and frees the encoder', async () => {
    const root = folder();
    writeFileSync(join(root, 'file'), '');
    const freed = await spiedDelete();
    const path = join(root, 'file/x.mp4');
    await expect(lastValueFrom(colours(2).pipe(video(path)))).rejects.toThrow(
      `video: cannot write ${path}: ENOTDIR: not a directory`,
    );
    expect(freed).toHaveBeenCalledTimes(1);
  });

  it('holds every frame until it is encoded, and lets timers run', async () => {
    let held = 0;
    let released = 0;
    const hold = (work: Promise<unknown>) => {
      held += 1;
      work.then(() => {
        released += 1;
      });
    };
    const source = range(0, 30).pipe(map((i) => ({ ...plain(i % 2 ? '#fff' : '#00f', 640, 480), hold })));
    const ticks = await ticksDuring(lastValueFrom(source.pipe(video(join(folder(), 'x.mp4')))));
    expect([held, released]).toEqual([30, 30]);
    expect(ticks).toBeGreaterThan(2);
  });

  it('stops a synchronous source after take', async () => {
    const path = join(folder(), 'x.mp4');
    const made = jest.fn();
    await lastValueFrom(
      range(0, 1000).pipe(
        tap(made),
        map(() => plain('#f00')),
        take(2),
        video(path),
      ),
    );
    expect(made).toHaveBeenCalledTimes(2);
    expect(mp4Boxes(readFileSync(path)).sizes()).toHaveLength(2);
  });

  it('gives two subscribers equal files', async () => {
    const root = folder();
    const path = join(root, 'x.mp4');
    const run = colours(5).pipe(video(path));
    await lastValueFrom(run);
    const first = mp4Boxes(readFileSync(path)).sizes();
    await lastValueFrom(run);
    expect(mp4Boxes(readFileSync(path)).sizes()).toEqual(first);
  });

  it('hands the pictures to ffmpeg', async () => {
    fakeFfmpeg(`
      let bytes = 0;
      process.stdin.on('data', (data) => { bytes += data.length; });
      process.stdin.on('end', () => fs.writeFileSync(process.argv.at(-1), 'bytes ' + bytes));`);
    const root = folder();
    for (const encoder of ['ffmpeg', 'auto'] as const) {
      const path = join(root, `${encoder}.mp4`);
      await lastValueFrom(colours(3).pipe(video(path, { encoder })));
      expect(readFileSync(path, 'utf8')).toBe(`bytes ${3 * 64 * 48 * 4}`);
    }
  });

  it('repeats the last column and row of an odd picture', async () => {
    fakeFfmpeg(`
      const data = [];
      process.stdin.on('data', (part) => data.push(part));
      process.stdin.on('end', () => fs.writeFileSync(process.argv.at(-1), Buffer.concat(data)));`);
    const path = join(folder(), 'x.mp4');
    const frame: Frame = {
      ...plain('#fff', 1, 3),
      draw(context) {
        for (const y of [0, 1, 2]) {
          context.fillStyle = `rgb(${y} 0 0)`;
          context.fillRect(0, y, 1, 1);
        }
      },
    };
    await lastValueFrom(of(frame).pipe(video(path, { encoder: 'ffmpeg' })));
    const reds = [...readFileSync(path)].filter((_, i) => i % 4 === 0);
    expect(reds).toEqual([0, 0, 1, 1, 2, 2, 2, 2]);
  });

  it('says why ffmpeg failed, and leaves nothing', async () => {
    fakeFfmpeg("console.error('Unknown encoder'); process.exitCode = 8;");
    const path = join(folder(), 'x.mp4');
    await expect(lastValueFrom(colours(3).pipe(video(path, { encoder: 'ffmpeg' })))).rejects.toThrow(
      `video: cannot write ${path}: ffmpeg ended with code 8: Unknown encoder`,
    );
  });

  it('says so when ffmpeg is asked for and is not there, and does without it in auto', async () => {
    process.env.PATH = folder();
    const path = join(folder(), 'x.mp4');
    await expect(lastValueFrom(colours(3).pipe(video(path, { encoder: 'ffmpeg' })))).rejects.toThrow(
      `video: cannot write ${path}: there is no ffmpeg on the PATH; install it, or take encoder: 'auto' or 'wasm'`,
    );
    await lastValueFrom(colours(3).pipe(video(path, { encoder: 'auto' })));
    expect(mp4Boxes(readFileSync(path)).sizes()).toHaveLength(3);
  });

  ifFfmpeg('makes an MP4 file with the real ffmpeg', async () => {
    const path = join(folder(), 'x.mp4');
    await lastValueFrom(colours(30).pipe(video(path, { fps: 10, encoder: 'ffmpeg' })));
    const mp4 = mp4Boxes(readFileSync(path));
    expect(mp4.sizes()).toHaveLength(30);
    expect(mp4.seconds()).toBeCloseTo(3);
  });

  ifFfprobe('is counted and named by ffprobe as it should be', async () => {
    const path = join(folder(), 'x.mp4');
    await lastValueFrom(colours(30).pipe(video(path)));
    const fields = 'stream=codec_name,pix_fmt,nb_read_frames';
    const args = ['-v', 'error', '-count_frames', '-show_entries', fields, '-of', 'csv=p=0', path];
    expect(execFileSync('ffprobe', args, { encoding: 'utf8' }).trim()).toBe('h264,yuv420p,30');
  });

  it('refuses wrong arguments', () => {
    expect(() => video(42 as never)).toThrow(new TypeError('video: path must be a non-empty string, got 42'));
    expect(() => video('x.gif')).toThrow(new TypeError("video: path must end in .mp4, got 'x.gif'"));
    expect(() => video('x.mp4', { fps: 12.5 })).toThrow(
      'video: fps must be a whole number from 1 to 240, got 12.5',
    );
    expect(() => video('x.mp4', { scale: 0 })).toThrow(
      'video: scale must be a number from 0.01 to 100, got 0',
    );
    expect(() => video('x.mp4', { quality: 75 })).toThrow(
      'video: quality must be a number from 0 to 1, got 75',
    );
    expect(() => video('x.mp4', { encoder: 'x264' as never })).toThrow(
      new TypeError("video: encoder must be one of 'auto', 'wasm', 'ffmpeg', got 'x264'"),
    );
  });
});

function noise(context: {
  fillStyle: unknown;
  fillRect(x: number, y: number, w: number, h: number): void;
}): void {
  for (let i = 0; i < 64 * 48; i += 1) {
    context.fillStyle = `rgb(${(i * 7919) % 256} ${(i * 104729) % 256} ${(i * 1299709) % 256})`;
    context.fillRect(i % 64, Math.floor(i / 64), 1, 1);
  }
}
