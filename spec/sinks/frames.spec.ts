import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { concat, EMPTY, from, lastValueFrom, NEVER, of, range, throwError } from 'rxjs';
import { map, take, tap, toArray } from 'rxjs/operators';
import type { Frame } from '../../src/plot/frame.js';
import { frames } from '../../src/sinks/frames.js';
import { filesIn, plain, readPng, temporaryFolders, ticksDuring, until } from '../helpers/files.js';

const folder = temporaryFolders();
const pause = () => new Promise((resolve) => setTimeout(resolve, 100));

describe('frames', () => {
  it('writes one numbered file a frame, and emits the folder once', async () => {
    const root = join(folder(), 'a/b');
    const colours = ['#f00', '#0f0', '#00f'];
    const emitted = await lastValueFrom(
      from(colours).pipe(
        map((c) => plain(c)),
        frames(root),
        toArray(),
      ),
    );
    expect(emitted).toEqual([root]);
    expect(filesIn(root)).toEqual(['frame-00000.png', 'frame-00001.png', 'frame-00002.png']);
    const read = await Promise.all(filesIn(root).map((name) => readPng(join(root, name))));
    expect(read.map(({ width, height }) => [width, height])).toEqual(Array(3).fill([32, 16]));
    expect(read.map(({ pixel }) => pixel(9, 9).indexOf(255))).toEqual([0, 1, 2]);
  });

  it('takes scale, digits, prefix, and a folder with a slash at its end', async () => {
    const root = folder();
    const options = { scale: 2, digits: 1, prefix: 'n' };
    await lastValueFrom(
      range(0, 11).pipe(
        map(() => plain('#f00', 2, 2)),
        frames(`${root}/`, options),
      ),
    );
    expect(filesIn(root)).toEqual([
      'n0.png',
      'n1.png',
      'n10.png',
      ...[2, 3, 4, 5, 6, 7, 8, 9].map((i) => `n${i}.png`),
    ]);
    expect((await readPng(join(root, 'n10.png'))).width).toBe(4);
  });

  it('draws frames of changing size, none through the other', async () => {
    const root = folder();
    const clear: Frame = { width: 32, height: 16, draw: () => {} };
    await lastValueFrom(of(plain('#f00'), clear, plain('#f00', 8, 8)).pipe(frames(root)));
    const read = await Promise.all(filesIn(root).map((name) => readPng(join(root, name))));
    expect(read[1]!.pixel(5, 5)).toEqual([0, 0, 0, 0]);
    expect(read[2]!.width).toBe(8);
  });

  it('holds each frame until its file is written', async () => {
    const root = folder();
    const written: number[] = [];
    const hold = (work: Promise<unknown>) => work.then(() => written.push(filesIn(root).length));
    await lastValueFrom(
      range(0, 4).pipe(
        map(() => ({ ...plain('#f00'), hold })),
        frames(root),
      ),
    );
    expect(written).toEqual([1, 2, 3, 4]);
  });

  it('releases what it holds when it is unsubscribed, and keeps the files so far', async () => {
    const root = folder();
    const held: Promise<unknown>[] = [];
    const hold = (work: Promise<unknown>) => held.push(work);
    const made = range(0, 50).pipe(map(() => ({ ...plain('#f00', 200, 200), hold })));
    const run = concat(made, NEVER).pipe(frames(root)).subscribe();
    expect(held).toHaveLength(50);
    await until(() => filesIn(root).length > 1);
    run.unsubscribe();
    await Promise.all(held);
    await pause();
    const count = filesIn(root).length;
    expect(count).toBeLessThan(50);
    expect(filesIn(root).every((name) => /^frame-\d{5}\.png$/.test(name))).toBe(true);
  });

  it('fails on a stream without a frame', async () => {
    const run = lastValueFrom(EMPTY.pipe(frames(folder())));
    await expect(run).rejects.toThrow('frames: the stream ended without a frame');
  });

  it('passes an error of the stream on, without temporary files', async () => {
    const root = folder();
    const source = concat(
      of(plain('#f00')),
      throwError(() => new Error('upstream')),
    );
    await expect(lastValueFrom(source.pipe(frames(root)))).rejects.toThrow('upstream');
    await pause();
    expect(filesIn(root)).toEqual([]);
  });

  it('names the path that cannot be written', async () => {
    const root = folder();
    writeFileSync(join(root, 'file'), '');
    const run = lastValueFrom(of(plain('#f00')).pipe(frames(join(root, 'file/x'))));
    const path = join(root, 'file/x/frame-00000.png');
    await expect(run).rejects.toThrow(`frames: cannot write ${path}: ENOTDIR: not a directory`);
  });

  it('stops a synchronous source after take', async () => {
    const root = folder();
    const made = jest.fn();
    await lastValueFrom(
      range(0, 1000).pipe(
        tap(made),
        map(() => plain('#f00')),
        take(2),
        frames(root),
      ),
    );
    expect(made).toHaveBeenCalledTimes(2);
    expect(filesIn(root)).toHaveLength(2);
  });

  it('lets timers run while it works', async () => {
    const source = range(0, 40).pipe(map(() => plain('#f00', 200, 200)));
    expect(await ticksDuring(lastValueFrom(source.pipe(frames(folder()))))).toBeGreaterThan(1);
  });

  it('refuses wrong arguments', () => {
    expect(() => frames('')).toThrow(new TypeError("frames: path must be a non-empty string, got ''"));
    expect(() => frames('x', { scale: -1 })).toThrow(
      'frames: scale must be a number from 0.01 to 100, got -1',
    );
    const digits = 'frames: digits must be a whole number from 1 to 15, got ';
    expect(() => frames('x', { digits: 1.5 })).toThrow(new RangeError(`${digits}1.5`));
    expect(() => frames('x', { digits: '5' as never })).toThrow(new TypeError(`${digits}'5'`));
    expect(() => frames('x', { prefix: 'a/b' })).toThrow(
      'frames: prefix must be a string without a path separator',
    );
  });
});
