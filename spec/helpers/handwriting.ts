import { rand } from 'rxsnn';
import type { Stroke } from '../../demos/live/inputs/strokes.js';

/** A hand: how each digit is written, in strokes of points from 0 to 100, the second coordinate downwards. `~` is smooth. */
type Hand = readonly (readonly string[])[];

/** Digits as people write them; none of them was taken from MNIST. */
export const HANDS: Readonly<Record<string, Hand>> = {
  round: [
    ['~ 50,5 25,15 15,50 25,85 50,95 75,85 85,50 75,15 50,5'],
    ['52,5 50,95'],
    ['~ 18,28 28,10 52,5 76,15 78,35 60,58 38,76 18,94', '18,94 84,92'],
    ['~ 20,15 45,4 72,12 74,32 50,46 76,56 82,78 60,95 35,95 16,82'],
    ['~ 62,5 45,30 15,62', '15,62 88,60', '66,34 64,97'],
    ['78,7 30,8', '~ 30,8 25,44 50,40 78,54 78,80 55,95 32,94 16,84'],
    ['~ 66,5 38,22 22,55 24,82 48,96 74,88 76,66 54,54 28,66'],
    ['15,8 84,8', '~ 84,8 62,40 42,95'],
    ['~ 50,48 26,32 30,10 52,4 74,12 72,32 50,48 24,66 24,88 50,97 76,88 76,66 50,48'],
    ['~ 76,22 56,5 30,10 24,32 42,48 66,42 76,22', '~ 76,22 74,60 64,95'],
  ],
  straight: [
    ['30,5 70,5 85,30 85,70 70,95 30,95 15,70 15,30 30,5'],
    ['30,25 52,5', '52,5 52,95', '30,95 74,95'],
    ['15,20 30,6 70,6 82,22 78,40 18,94 86,94'],
    ['18,6 80,6 46,40 68,42 82,62 72,90 40,96 16,86'],
    ['70,97 70,4 14,66 90,66'],
    ['80,6 24,6 20,46 60,42 80,56 78,82 56,95 18,92'],
    ['70,4 40,20 22,50 20,80 36,95 66,95 80,76 70,56 40,54 22,68'],
    ['14,6 86,6 44,96'],
    ['50,48 24,30 30,8 70,8 76,30 50,48 20,70 28,94 72,94 80,70 50,48'],
    ['78,30 60,6 30,8 20,28 34,48 62,46 78,30 76,96'],
  ],
  quick: [
    ['~ 60,8 35,6 16,36 18,76 44,96 74,84 84,48 74,18 52,6 44,14'],
    ['60,4 42,96'],
    ['~ 20,24 36,6 64,8 72,28 54,60 22,88 30,96 42,86 62,90 88,86'],
    ['~ 22,12 52,4 70,18 58,38 38,46 62,48 76,66 62,90 34,96 14,88'],
    ['~ 30,6 22,36 20,54 44,58 82,50', '74,8 66,96'],
    ['~ 34,8 28,30 26,44 52,42 70,58 68,80 46,94 18,90', '34,8 80,5'],
    ['~ 54,4 30,36 20,70 34,94 60,94 72,76 58,62 36,68 24,82'],
    ['~ 16,16 22,8 50,12 84,6 70,34 52,66 44,96'],
    ['~ 74,16 48,4 28,18 40,40 64,58 72,82 50,96 28,84 36,60 62,40 76,20'],
    ['~ 72,16 48,6 28,24 34,44 56,44 72,20 68,56 54,96'],
  ],
  schooled: [
    ['~ 56,4 34,14 22,46 28,82 50,96 70,84 78,50 72,18 56,4'],
    ['~ 26,38 40,24 54,5', '54,5 54,96'],
    ['~ 20,32 22,14 46,4 70,12 74,34 56,58 36,80 16,95 50,90 84,95'],
    ['~ 22,22 34,6 60,5 74,22 64,40 44,47', '~ 44,47 68,52 80,70 68,92 40,97 18,82'],
    ['40,5 18,58 86,58', '62,30 62,97'],
    ['30,6 26,42', '~ 26,42 52,38 76,52 76,80 52,96 20,86', '30,6 76,6'],
    ['~ 72,12 54,4 32,20 20,56 26,86 50,97 74,84 76,62 54,50 30,60 22,76'],
    ['18,8 82,8', '82,8 46,96', '40,52 78,52'],
    ['~ 50,46 30,34 32,12 50,4 68,12 70,34 50,46', '~ 50,46 26,60 22,82 50,97 78,82 74,60 50,46'],
    ['~ 74,28 54,46 30,38 26,16 48,4 70,12 74,28', '~ 74,28 76,66 58,94 30,90'],
  ],
};

/** How far a drawing may differ from the hand's own: its side and its place as shares of the pad, angles in radians. */
export interface Manner {
  readonly side: readonly [least: number, most: number];
  readonly aspect: readonly [least: number, most: number];
  readonly angle: number;
  readonly slant: number;
  /** Waves of an unsteady hand, as a share of the side. */
  readonly wave: number;
}

/** A digit's strokes on a pad of 28 pixels, as the mouse gives them; the seed says how the hand moved and where. */
export function written(hand: Hand, digit: number, manner: Manner, seed: number): Stroke[] {
  const chances = [...rand([10], { seed }).data];
  const between = (least: number, most: number) => least + (most - least) * chances.pop()!;
  const side = between(...manner.side);
  const width = side * between(...manner.aspect);
  const angle = between(-manner.angle, manner.angle);
  const slant = between(-0.5 * manner.slant, manner.slant);
  const wave = between(0, 0.5 * manner.wave);
  const [x, y] = [between(side / 2, 1 - side / 2), between(side / 2, 1 - side / 2)];
  const phases = [between(0, 6), between(0, 6)] as const;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return hand[digit]!.map((line) => {
    const points = pointsOf(line);
    return points.map(([px, py], i) => {
      const [along, down] = [i / points.length, py / 100 - 0.5];
      const u = width * (px / 100 - 0.5 - slant * down + wave * Math.sin(9 * along + phases[0]));
      const v = side * (down + wave * Math.sin(7 * along + phases[1]));
      return { x: 28 * (x + cos * u - sin * v), y: 28 * (y + sin * u + cos * v) };
    });
  });
}

/** Points as close to each other as a mouse gives them. */
function pointsOf(line: string): (readonly [number, number])[] {
  const smooth = line.startsWith('~');
  const knots = [...line.matchAll(/(-?\d+),(-?\d+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
  return knots.flatMap((knot, i) => {
    const next = knots[i + 1];
    if (!next) return [knot];
    const [before, after] = [knots[i - 1] ?? knot, knots[i + 2] ?? next];
    return Array.from({ length: 8 }, (_, j) => {
      const s = j / 8;
      const at = (axis: 0 | 1) =>
        smooth
          ? spline(before[axis], knot[axis], next[axis], after[axis], s)
          : knot[axis] + s * (next[axis] - knot[axis]);
      return [at(0), at(1)] as const;
    });
  });
}

/** Catmull and Rom's spline between b and c. */
function spline(a: number, b: number, c: number, d: number, s: number): number {
  return b + 0.5 * s * (c - a + s * (2 * a - 5 * b + 4 * c - d + s * (3 * (b - c) + d - a)));
}
