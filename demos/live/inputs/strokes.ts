import { SIDE } from './input.js';

/** A line of the pen in pixels of the image. */
export type Stroke = readonly { readonly x: number; readonly y: number }[];

/** Width of the pen in pixels of the image: what MNIST's digits have. */
export const PEN = 2.5;

/** MNIST's digits fill a box of 20 pixels, and their centre of mass is the centre of the image. */
const BOX = 20;
/** The image is drawn larger and averaged: smooth edges, as a scanner has them. */
const FINE = 4;

/** Strokes as brightness from 0 to 1, in steps of 1/255; `fit` scales and centres them as MNIST's were. */
export function rasterise(strokes: readonly Stroke[], fit: boolean): Float32Array {
  const points = strokes.flat();
  if (points.length === 0) return new Float32Array(SIDE * SIDE);
  if (!fit) return drawn(strokes);
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  // a dot stays a dot
  const scale = Math.min(3, (BOX - PEN) / Math.max(right - left, bottom - top, 1));
  const [cx, cy] = [(left + right) / 2, (top + bottom) / 2];
  const fitted = moved(strokes, ({ x, y }) => ({
    x: SIDE / 2 + scale * (x - cx),
    y: SIDE / 2 + scale * (y - cy),
  }));
  const mass = centreOfMass(drawn(fitted));
  return drawn(moved(fitted, ({ x, y }) => ({ x: x + SIDE / 2 - mass.x, y: y + SIDE / 2 - mass.y })));
}

function moved(strokes: readonly Stroke[], move: (point: Stroke[number]) => Stroke[number]): Stroke[] {
  return strokes.map((stroke) => stroke.map(move));
}

function drawn(strokes: readonly Stroke[]): Float32Array {
  const context = new OffscreenCanvas(SIDE * FINE, SIDE * FINE).getContext('2d', {
    willReadFrequently: true,
  })!;
  context.scale(FINE, FINE);
  Object.assign(context, { lineWidth: PEN, lineCap: 'round', lineJoin: 'round' });
  for (const stroke of strokes) {
    context.beginPath();
    for (const { x, y } of stroke) context.lineTo(x, y);
    // a line of no length draws nothing
    if (stroke.length === 1) context.lineTo(stroke[0]!.x + 0.01, stroke[0]!.y);
    context.stroke();
  }
  const { data } = context.getImageData(0, 0, SIDE * FINE, SIDE * FINE);
  const image = new Float32Array(SIDE * SIDE);
  for (let y = 0; y < SIDE * FINE; y++) {
    for (let x = 0; x < SIDE * FINE; x++) {
      image[Math.floor(y / FINE) * SIDE + Math.floor(x / FINE)]! += data[4 * (y * SIDE * FINE + x) + 3]!;
    }
  }
  return image.map((sum) => Math.fround(Math.round(sum / FINE ** 2) / 255));
}

function centreOfMass(image: Float32Array): { x: number; y: number } {
  let [mass, x, y] = [0, 0, 0];
  image.forEach((value, i) => {
    mass += value;
    x += value * ((i % SIDE) + 0.5);
    y += value * (Math.floor(i / SIDE) + 0.5);
  });
  return { x: x / mass, y: y / mass };
}
