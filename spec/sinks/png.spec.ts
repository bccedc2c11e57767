import { once } from 'node:events';
import { lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { concat, EMPTY, lastValueFrom, NEVER, type Observable, of, range, throwError } from 'rxjs';
import { map, take, tap, toArray } from 'rxjs/operators';
import { type Frame, rate } from 'rxsnn';
import { png } from '../../src/sinks/png.js';
import { filesIn, plain, readPng, temporaryFolders } from '../helpers/files.js';

const folder = temporaryFolders();
const pause = () => new Promise((resolve) => setTimeout(resolve, 100));

describe('png', () => {
  it('writes the last frame at twice its size, and emits the path once', async () => {
    const path = join(folder(), 'x.png');
    const emitted = await lastValueFrom(of(plain('#f00'), plain('#00f')).pipe(png(path), toArray()));
    expect(emitted).toEqual([path]);
    const { width, height, pixel } = await readPng(path);
    expect([width, height]).toEqual([64, 32]);
    expect(pixel(63, 31)).toEqual([0, 0, 255, 255]);
  });

  it('does not draw the frames before the last', async () => {
    const first = { ...plain('#f00'), draw: jest.fn() };
    await lastValueFrom(of(first, plain('#00f')).pipe(png(join(folder(), 'x.png'))));
    expect(first.draw).not.toHaveBeenCalled();
  });

  it('scales, and leaves nothing of a scaled frame undrawn', async () => {
    const path = join(folder(), 'x.png');
    await lastValueFrom(of(plain('#0f0', 33, 17)).pipe(png(path, { scale: 1.5 })));
    const { width, height, pixel } = await readPng(path);
    expect([width, height]).toEqual([50, 26]);
    expect(pixel(0, 0)).toEqual([0, 255, 0, 255]);
  });

  it('makes the folder, replaces a file, and leaves no other', async () => {
    const root = folder();
    const path = join(root, 'a/b/x.png');
    for (const colour of ['#f00', '#00f']) await lastValueFrom(of(plain(colour)).pipe(png(path)));
    expect(filesIn(root)).toEqual(['a/b/x.png']);
    expect((await readPng(path)).pixel(0, 0)).toEqual([0, 0, 255, 255]);
  });

  it('fails on a stream without a frame', async () => {
    const root = folder();
    const run = lastValueFrom(EMPTY.pipe(png(join(root, 'x.png'))));
    await expect(run).rejects.toThrow('png: the stream ended without a frame');
    expect(filesIn(root)).toEqual([]);
  });

  it('waits on a stream that never ends, and leaves nothing when it is unsubscribed', async () => {
    const root = folder();
    const next = jest.fn();
    const run = concat(of(plain('#f00')), NEVER)
      .pipe(png(join(root, 'x.png')))
      .subscribe(next);
    await pause();
    run.unsubscribe();
    await pause();
    expect(next).not.toHaveBeenCalled();
    expect(filesIn(root)).toEqual([]);
  });

  it('leaves nothing when it is unsubscribed while it writes', async () => {
    const root = folder();
    of(plain('#f00', 500, 500))
      .pipe(png(join(root, 'x.png')))
      .subscribe()
      .unsubscribe();
    await pause();
    expect(filesIn(root)).toEqual([]);
  });

  it('passes an error of the stream on, and leaves the file as it was', async () => {
    const root = folder();
    const path = join(root, 'x.png');
    writeFileSync(path, 'old');
    const source = concat(
      of(plain('#f00')),
      throwError(() => new Error('upstream')),
    );
    await expect(lastValueFrom(source.pipe(png(path)))).rejects.toThrow('upstream');
    expect(filesIn(root)).toEqual(['x.png']);
    expect(readFileSync(path, 'utf8')).toBe('old');
  });

  it('passes an error of the drawing on', async () => {
    const frame = {
      ...plain('#f00'),
      draw() {
        throw new Error('raster: no ink');
      },
    };
    await expect(lastValueFrom(of(frame).pipe(png(join(folder(), 'x.png'))))).rejects.toThrow(
      'raster: no ink',
    );
  });

  it('says what it takes where a plot was forgotten', async () => {
    const steps: Observable<unknown> = rate([0.5], { steps: 2 });
    await expect(
      lastValueFrom((steps as Observable<Frame>).pipe(png(join(folder(), 'x.png')))),
    ).rejects.toThrow('png: takes the frames of a plot, such as raster() makes, got an object Step');
  });

  it('names the path that cannot be written', async () => {
    const root = folder();
    writeFileSync(join(root, 'file'), '');
    mkdirSync(join(root, 'taken.png'));
    const write = (path: string) => lastValueFrom(of(plain('#f00')).pipe(png(path)));
    const below = join(root, 'file/x.png');
    await expect(write(below)).rejects.toThrow(`png: cannot write ${below}: ENOTDIR: not a directory`);
    const taken = join(root, 'taken.png');
    await expect(write(taken)).rejects.toThrow(
      `png: cannot write ${taken}: EISDIR: illegal operation on a directory`,
    );
    expect(filesIn(root)).toEqual(['file']);
    // what is no file is not replaced by one, as it may be a device
    const socket = join(root, 'socket.png');
    const server = createServer().listen(socket);
    await once(server, 'listening');
    const failure = await write(socket).catch((error: Error) => error.message);
    server.unref();
    expect(failure).toBe(`png: cannot write ${socket}: it is not a file`);
    expect(lstatSync(socket).isSocket()).toBe(true);
    // which takes its socket away
    server.close();
  });

  it('stops a synchronous source after take', async () => {
    const made = jest.fn();
    const source = range(0, 1000).pipe(
      tap(made),
      map(() => plain('#f00')),
      take(2),
    );
    await lastValueFrom(source.pipe(png(join(folder(), 'x.png'))));
    expect(made).toHaveBeenCalledTimes(2);
  });

  it('serves several subscribers and sources', async () => {
    const path = join(folder(), 'x.png');
    const write = png(path);
    const runs = [of(plain('#f00')).pipe(write), of(plain('#f00')).pipe(write)];
    expect(await Promise.all([...runs, runs[0]!].map((run) => lastValueFrom(run)))).toEqual([
      path,
      path,
      path,
    ]);
  });

  it('does nothing before it is subscribed', () => {
    const root = folder();
    of(plain('#f00')).pipe(png(join(root, 'x.png')));
    expect(filesIn(root)).toEqual([]);
  });

  it('refuses wrong arguments', () => {
    expect(() => png(42 as never)).toThrow(new TypeError('png: path must be a non-empty string, got 42'));
    expect(() => png('x.jpg')).toThrow(new TypeError("png: path must end in .png, got 'x.jpg'"));
    expect(() => png('')).toThrow(new TypeError("png: path must be a non-empty string, got ''"));
    const rule = 'png: scale must be a number from 0.01 to 100, got ';
    expect(() => png('x.png', { scale: 0 })).toThrow(new RangeError(`${rule}0`));
    expect(() => png('x.png', { scale: Number.NaN })).toThrow(new RangeError(`${rule}NaN`));
    expect(() => png('x.png', { scale: '2' as never })).toThrow(new TypeError(`${rule}'2'`));
  });

  it('refuses a frame without a size', async () => {
    const run = lastValueFrom(of(plain('#f00', 0, 16)).pipe(png(join(folder(), 'x.png'))));
    await expect(run).rejects.toThrow('png: a frame must be at least one pixel wide and high, got 0x32');
  });
});
