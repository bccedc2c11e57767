import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Canvas, createCanvas, Image, registerFont } from 'canvas';
import pixelmatch from 'pixelmatch';
import type { Frame } from '../../src/plot/frame.js';

const root = process.cwd();
const fonts = dirname(
  createRequire(join(root, 'package.json')).resolve('@expo-google-fonts/inter/package.json'),
);
registerFont(join(fonts, '400Regular/Inter_400Regular.ttf'), { family: 'Inter', weight: '400' });
registerFont(join(fonts, '600SemiBold/Inter_600SemiBold.ttf'), { family: 'Inter', weight: '600' });
registerFont(join(fonts, '700Bold/Inter_700Bold.ttf'), { family: 'Inter', weight: '700' });

/** Share of pixels that may differ: text is smoothed differently from one machine to the next. */
const tolerance = 0.002;

/** The frame drawn with node-canvas, as RGBA bytes and as PNG. */
export function render(frame: Frame): { data: Uint8ClampedArray; png: Buffer } {
  const canvas = createCanvas(frame.width, frame.height);
  const context = canvas.getContext('2d');
  frame.draw(context as unknown as CanvasRenderingContext2D);
  return {
    data: context.getImageData(0, 0, frame.width, frame.height).data,
    png: canvas.toBuffer('image/png', { compressionLevel: 9, filters: Canvas.PNG_FILTER_NONE }),
  };
}

/** Compares the frame with `spec/pictures/NAME.png`, see `expectPng`. */
export function expectPicture(name: string, frame: Frame): void {
  compare(join(root, 'spec/pictures', `${name}.png`), render(frame).png);
}

/**
 * Compares a PNG file that was made with the one that is kept at `path`, pixel by pixel. On a mismatch it writes
 * `NAME-changed.png` beside that and throws. A missing picture is only made when UPDATE_PICTURES=1, and a changed one replaced.
 */
export function expectPng(path: string, made: string): void {
  compare(path, readFileSync(made));
}

function compare(path: string, png: Buffer): void {
  const changed = path.replace(/\.png$/, '-changed.png');
  rmSync(changed, { force: true });

  const different = existsSync(path) ? difference(readFileSync(path), png) : 'is missing';
  if (!different) return;
  if (process.env.UPDATE_PICTURES === '1') {
    writeFileSync(path, png);
    return;
  }
  writeFileSync(changed, png);
  throw new Error(
    `picture '${basename(path, '.png')}' ${different}; see ${changed}, and accept it with UPDATE_PICTURES=1`,
  );
}

function difference(reference: Buffer, drawn: Buffer): string | undefined {
  if (reference.equals(drawn)) return undefined;
  const [expected, { data, width, height }] = [decode(reference), decode(drawn)];
  if (expected.width !== width || expected.height !== height)
    return `is ${width} x ${height} pixels, the reference ${expected.width} x ${expected.height}`;
  const count = pixelmatch(expected.data, data, undefined, width, height, { threshold: 0.2 });
  return count > tolerance * width * height ? `differs in ${count} pixels` : undefined;
}

/** The pixels of a PNG. */
export function decode(png: Buffer): ImageData {
  const image = new Image();
  image.src = png;
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, image.width, image.height) as unknown as ImageData;
}
