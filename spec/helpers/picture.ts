import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Canvas, createCanvas, Image, registerFont } from 'canvas';
import pixelmatch from 'pixelmatch';
import type { Frame } from '../../src/plot/frame.js';

const root = process.cwd();
const folder = join(root, 'spec/pictures');
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

/**
 * Compares the frame with `spec/pictures/NAME.png`, pixel by pixel. On a mismatch it writes `NAME-changed.png`
 * beside it and throws. A missing picture is only made when UPDATE_PICTURES=1, and a changed one replaced.
 */
export function expectPicture(name: string, frame: Frame): void {
  const path = join(folder, `${name}.png`);
  const changed = join(folder, `${name}-changed.png`);
  const { data, png } = render(frame);
  rmSync(changed, { force: true });

  const different = existsSync(path) ? difference(readFileSync(path), data, frame) : 'is missing';
  if (!different) return;
  if (process.env.UPDATE_PICTURES === '1') {
    writeFileSync(path, png);
    return;
  }
  writeFileSync(changed, png);
  throw new Error(`picture '${name}' ${different}; see ${changed}, and accept it with UPDATE_PICTURES=1`);
}

function difference(
  reference: Buffer,
  data: Uint8ClampedArray,
  { width, height }: Pick<Frame, 'width' | 'height'>,
): string | undefined {
  const image = new Image();
  image.src = reference;
  if (image.width !== width || image.height !== height)
    return `is ${width} x ${height} pixels, the reference ${image.width} x ${image.height}`;
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  const expected = context.getImageData(0, 0, width, height).data;
  const count = pixelmatch(expected, data, undefined, width, height, { threshold: 0.2 });
  return count > tolerance * width * height ? `differs in ${count} pixels` : undefined;
}

/** Compares a PNG file that was made with the one that is kept at `path`, as `expectPicture`. */
export function expectPng(path: string, made: string): void {
  const image = new Image();
  image.src = readFileSync(made);
  const { width, height } = image;
  const canvas = createCanvas(width, height);
  canvas.getContext('2d').drawImage(image, 0, 0);
  const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
  const different = existsSync(path) ? difference(readFileSync(path), data, { width, height }) : 'is missing';
  if (!different) return;
  if (process.env.UPDATE_PICTURES !== '1') {
    throw new Error(`picture '${path}' ${different}; accept it with UPDATE_PICTURES=1`);
  }
  copyFileSync(made, path);
}
