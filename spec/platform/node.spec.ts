import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import { findFfmpeg, gunzip, isFolder, openFile, openH264, writeFile } from '../../src/platform/node.js';
import { filesIn, temporaryFolders } from '../helpers/files.js';

const folder = temporaryFolders();
const never = new AbortController().signal;
const path = process.env.PATH;

afterEach(() => {
  process.env.PATH = path;
});

describe('writeFile', () => {
  it('writes the bytes, makes the folders, and leaves no temporary file', async () => {
    const root = folder();
    await writeFile(join(root, 'a/b/x.bin'), Uint8Array.of(1, 2, 3).subarray(1), never);
    expect([...readFileSync(join(root, 'a/b/x.bin'))]).toEqual([2, 3]);
    expect(filesIn(root)).toEqual(['a/b/x.bin']);
  });

  it('leaves the file as it was when it is aborted before or while it opens', async () => {
    const root = folder();
    const file = join(root, 'x');
    writeFileSync(file, 'old');
    const abort = new AbortController();
    const writing = writeFile(file, Uint8Array.of(1), abort.signal);
    abort.abort();
    await expect(writing).rejects.toThrow('aborted');
    await expect(writeFile(file, Uint8Array.of(1), abort.signal)).rejects.toThrow('aborted');
    expect(filesIn(root)).toEqual(['x']);
    expect(readFileSync(file, 'utf8')).toBe('old');
  });
});

describe('openFile', () => {
  it('rejects with ENOENT where there is no file', async () => {
    await expect(openFile(join(folder(), 'x'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('isFolder', () => {
  it('tells folders from files and from nothing', async () => {
    const root = folder();
    writeFileSync(join(root, 'x'), '');
    expect(await Promise.all([root, join(root, 'x'), join(root, 'y')].map(isFolder))).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('gunzip', () => {
  it('unpacks, and rejects damaged bytes', async () => {
    const packed = gzipSync(Uint8Array.of(1, 2, 3));
    expect([...(await gunzip(packed))]).toEqual([1, 2, 3]);
    await expect(gunzip(packed.subarray(0, 12))).rejects.toThrow('unexpected end of file');
  });
});

describe('findFfmpeg', () => {
  it('finds the first program of that name on the PATH, and passes over what cannot be run', async () => {
    const [a, b, c] = [folder(), folder(), folder()];
    writeFileSync(join(a, 'ffmpeg'), 'no program');
    for (const root of [b, c]) writeFileSync(join(root, 'ffmpeg'), '#!/bin/sh\n');
    chmodSync(join(b, 'ffmpeg'), 0o755);
    chmodSync(join(c, 'ffmpeg'), 0o755);
    process.env.PATH = [a, b, c].join(':');
    expect(await findFfmpeg()).toBe(join(b, 'ffmpeg'));
    process.env.PATH = a;
    expect(await findFfmpeg()).toBeUndefined();
  });
});

describe('openH264', () => {
  it("does not make the process' uncaught errors its own", async () => {
    const count = () =>
      ['uncaughtException', 'unhandledRejection'].map((event) => process.listenerCount(event));
    const before = count();
    (await openH264({ width: 16, height: 16, fps: 25, quantiser: 20 })).close();
    expect(count()).toEqual(before);
  });
});

describe('import of the platform', () => {
  it('loads neither canvas nor encoder nor gpu.js', () => {
    const script = `
      await import(${JSON.stringify(pathToFileURL(join(process.cwd(), 'src/platform/node.ts')).href)});
      const { createRequire } = await import('node:module');
      const names = Object.keys(createRequire('${process.cwd()}/x.js').cache);
      console.log(names.filter((name) => /node_modules.(canvas|h264|gpu|write-file)/.test(name)).length);`;
    const args = ['--import', 'tsx', '--input-type=module', '-e', script];
    expect(execFileSync('node', args, { encoding: 'utf8' }).trim()).toBe('0');
  });
});
