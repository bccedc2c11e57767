import { createRequire } from 'node:module';
import type { Canvas2D } from './platform.js';

type CanvasPackage = typeof import('canvas');
type NodeCanvas = import('canvas').Canvas;

const require = createRequire(import.meta.url);
const inter = [
  ['400Regular/Inter_400Regular.ttf', '400'],
  ['600SemiBold/Inter_600SemiBold.ttf', '600'],
  ['700Bold/Inter_700Bold.ttf', '700'],
] as const;
/** The package once it is loaded: a font can be registered once only, and before the first canvas. */
let loaded: CanvasPackage | undefined;

/**
 * A canvas of node-canvas, which is loaded by the first call, with the font Inter.
 *
 * Throws an `Error` that names the remedy if the package `canvas` is not installed or was not built.
 */
export function createCanvas(width: number, height: number): Canvas2D {
  loaded ??= load();
  return loaded.createCanvas(width, height) as unknown as Canvas2D;
}

export function pngBytes(canvas: Canvas2D): Promise<Uint8Array> {
  const node = canvas as unknown as NodeCanvas;
  const { PNG_FILTER_NONE } = node.constructor as typeof import('canvas').Canvas;
  // unfiltered rows: half the time and half the size of libpng's choice, for pictures of flat colours; beyond level 3
  // the compression of a dense raster takes twice as long, for a file that is a third smaller
  const config = { filters: PNG_FILTER_NONE, compressionLevel: 3 } as const;
  return new Promise((resolve, reject) => {
    node.toBuffer((error, bytes) => (error ? reject(error) : resolve(bytes)), 'image/png', config);
  });
}

export function pixels(canvas: Canvas2D): Uint8ClampedArray {
  const node = canvas as unknown as NodeCanvas;
  const { data } = node.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  // in a vm, such as a test runner's, the addon's arrays are not instances of the types of this side
  return new Uint8ClampedArray(data.buffer, data.byteOffset, data.length);
}

function load(): CanvasPackage {
  const canvas = requireCanvas();
  for (const [file, weight] of inter) {
    canvas.registerFont(require.resolve(`@expo-google-fonts/inter/${file}`), { family: 'Inter', weight });
  }
  return canvas;
}

function requireCanvas(): CanvasPackage {
  try {
    return require('canvas');
  } catch (cause) {
    const why = String(cause instanceof Error ? cause.message : cause).split('\n')[0];
    throw new Error(
      'drawing in Node takes the package canvas, which is not installed or not built ' +
        `(${why}); run "npm install canvas", or "npm rebuild canvas" if it is there. Where no binary can be ` +
        'fetched it is built from source and needs, on Debian: apt-get install libcairo2-dev ' +
        'libpango1.0-dev libjpeg-dev libgif-dev librsvg2-dev',
      { cause },
    );
  }
}
