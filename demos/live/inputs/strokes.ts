import { SIDE } from './input.js';

/** A line of the pen in pixels of the image. */
export type Stroke = readonly { readonly x: number; readonly y: number }[];

/** Width of the pen in pixels of the image: what MNIST's digits have. */
export const PEN = 2.5;

/** MNIST's digits fill a box of 20 pixels, and their centre of mass is the centre of the image. */
const BOX = 20;
/** What is smaller is a dot, and stays one. */
const DOT = 1.5;

/**
 * Strokes as brightness from 0 to 1, in steps of 1/255. `fit` scales and centres them as MNIST's were, so that neither
 * size nor place matter: what was drawn fills a box of 20 pixels, its centre of mass in the middle of the image. The lines
 * are scaled, not their pixels: the pen is as wide for a small digit as for a large one.
 */
export function rasterise(strokes: readonly Stroke[], fit: boolean): Float32Array {
  const points = strokes.flat();
  if (points.length === 0) return new Float32Array(SIDE * SIDE);
  if (!fit) return drawn(strokes);
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, right, top, bottom] = [least(xs), most(xs), least(ys), most(ys)];
  const scale = (BOX - PEN) / Math.max(right - left, bottom - top, DOT);
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

/** A pixel is lit by how much of it the pen covers: by its distance from the nearest line. */
function drawn(strokes: readonly Stroke[]): Float32Array {
  const distances = new Float32Array(SIDE * SIDE).fill(Number.POSITIVE_INFINITY);
  for (const stroke of strokes) {
    for (const [i, to] of stroke.entries()) near(distances, stroke[Math.max(0, i - 1)]!, to);
  }
  const lit = (distance: number) => Math.min(1, Math.max(0, (PEN + 1) / 2 - distance));
  return distances.map((distance) => Math.round(255 * lit(distance)) / 255);
}

/** Lowers the distances of the pixels around a line. */
function near(distances: Float32Array, from: Stroke[number], to: Stroke[number]): void {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const square = dx * dx + dy * dy;
  const reach = (PEN + 1) / 2;
  const start = (a: number, b: number) => Math.max(0, Math.floor(Math.min(a, b) - reach));
  const end = (a: number, b: number) => Math.min(SIDE, Math.ceil(Math.max(a, b) + reach));
  const right = end(from.x, to.x);
  const bottom = end(from.y, to.y);
  for (let y = start(from.y, to.y); y < bottom; y++) {
    for (let x = start(from.x, to.x); x < right; x++) {
      const px = x + 0.5 - from.x;
      const py = y + 0.5 - from.y;
      const along = square > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / square)) : 0;
      const distance = Math.sqrt((px - along * dx) ** 2 + (py - along * dy) ** 2);
      if (distance < distances[y * SIDE + x]!) distances[y * SIDE + x] = distance;
    }
  }
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

// a long drawing has more points than a call may have arguments
const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b));
const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b));
