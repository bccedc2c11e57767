import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach } from '@jest/globals';
import type { Frame } from '../../src/plot/frame.js';

const require = createRequire(import.meta.url);

/** A function that makes an empty temporary folder; all of them are removed after the test. */
export function temporaryFolders(): () => string {
  const made: string[] = [];
  afterEach(() => {
    for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    made.push(mkdtempSync(join(tmpdir(), 'rxsnn-spec-')));
    return made.at(-1)!;
  };
}

/** The paths of all files below `folder`, relative to it, sorted. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

/** A frame of one colour. */
export function plain(fillStyle: string, width = 32, height = 16): Frame {
  return {
    width,
    height,
    draw(context) {
      context.fillStyle = fillStyle;
      context.fillRect(0, 0, width, height);
    },
  };
}

/** The size of a PNG file, and the colour of a pixel as `[r, g, b, a]`. */
export async function readPng(path: string) {
  const { createCanvas, loadImage }: typeof import('canvas') = require('canvas');
  const image = await loadImage(path);
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const pixel = (x: number, y: number) => [...context.getImageData(x, y, 1, 1).data];
  return { width: image.width, height: image.height, pixel };
}

/** A box of an MP4 file with the place of its content, found by its path, as in `moov/trak/mdia`. */
export function mp4Boxes(file: Uint8Array) {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const boxes = new Map<string, { start: number; content: number; end: number }>();
  const walk = (start: number, end: number, parent: string) => {
    for (let at = start; at < end; at += view.getUint32(at)) {
      const path = parent + String.fromCharCode(...file.subarray(at + 4, at + 8));
      boxes.set(path, { start: at, content: at + 8, end: at + view.getUint32(at) });
      if (/(moov|trak|mdia|minf|stbl)$/.test(path)) walk(at + 8, at + view.getUint32(at), `${path}/`);
    }
  };
  walk(0, file.length, '');
  const tables = 'moov/trak/mdia/minf/stbl';
  const table = (name: string) => boxes.get(`${tables}/${name}`)!.content;
  const list = (name: string, head: number) =>
    Array.from({ length: view.getUint32(table(name) + head - 4) }, (_, i) =>
      view.getUint32(table(name) + head + 4 * i),
    );
  return {
    names: [...boxes.keys()],
    boxes,
    /** Bytes of each picture. */
    sizes: () => list('stsz', 12),
    /** Place of each chunk in the file. */
    chunks: () => list('stco', 8),
    /** Numbers of the key frames, from 1. */
    keyFrames: () => list('stss', 8),
    size: () => ({
      width: view.getUint16(table('stsd') + 8 + 32),
      height: view.getUint16(table('stsd') + 8 + 34),
    }),
    seconds: () => {
      const { content } = boxes.get('moov/mvhd')!;
      return view.getUint32(content + 16) / view.getUint32(content + 12);
    },
  };
}

/** Waits until `met` holds; gives up after two seconds. */
export async function until(met: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !met(); i += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  if (!met()) throw new Error(`until: not met in two seconds: ${met}`);
}

/** How often a timer of a millisecond runs during `work`. */
export async function ticksDuring(work: Promise<unknown>): Promise<number> {
  let ticks = 0;
  const timer = setInterval(() => {
    ticks += 1;
  }, 1);
  await work.finally(() => clearInterval(timer));
  return ticks;
}
