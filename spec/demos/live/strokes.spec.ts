import { beforeAll, describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { Linear, leaky, linear, rate, readSafetensors, record, to } from 'rxsnn';
import { rasterise, type Stroke } from '../../../demos/live/inputs/strokes.js';
import { HANDS, type Manner, written } from '../../helpers/handwriting.js';

const WEIGHTS = 'demos/tutorial/mnist-784-1000-10.safetensors';
const seven: Stroke[] = [
  [
    { x: 6, y: 6 },
    { x: 20, y: 7 },
    { x: 11, y: 23 },
  ],
];

describe('strokes', () => {
  it('makes an image of the size and place of MNIST’s digits, wherever and however large it was drawn', () => {
    const expected = rasterise(seven, true);
    expect(boxOf(expected)).toBe(20);
    const [x, y] = centreOf(expected);
    expect(Math.hypot(x - 14, y - 14)).toBeLessThan(0.05);
    for (const [scale, dx, dy] of [
      [0.2, 0, 0],
      [0.5, 13, 9],
      [1.1, -6, 4],
    ] as const) {
      const other = seven.map((line) => line.map(({ x, y }) => ({ x: scale * x + dx, y: scale * y + dy })));
      const difference = rasterise(other, true).map((value, i) => Math.abs(value - expected[i]!));
      expect(Math.max(...difference)).toBeLessThan(0.005);
    }
  });

  it('leaves a drawing where it is without the switch', () => {
    const [x, y] = centreOf(rasterise([[{ x: 5, y: 20 }]], false));
    expect([x, y]).toEqual([5, 20]);
    const image = rasterise(seven, false);
    expect(image[6 * 28 + 6]).toBe(1);
    expect(image.every((value) => Math.abs(255 * value - Math.round(255 * value)) < 1e-4)).toBe(true);
  });

  it('keeps a dot a dot, and an empty pad dark', () => {
    expect(boxOf(rasterise([[{ x: 3, y: 3 }]], true))).toBeLessThanOrEqual(4);
    expect(rasterise([], true).every((value) => value === 0)).toBe(true);
  });

  describe('drawings that nobody has seen, answered within 25 steps', () => {
    let layers: readonly Linear[];
    beforeAll(async () => {
      const weights = await readSafetensors(WEIGHTS);
      layers = ['fc1', 'fc2'].map((name) => new Linear(weights[`${name}.weight`]!, weights[`${name}.bias`]!));
    });

    const answer = async (image: Float32Array): Promise<number> => {
      const [fc1, fc2] = layers as [Linear, Linear];
      const fire = leaky({ beta: 0.95 });
      const input = rate(image, { steps: 25, seed: 1 });
      const { spk } = await lastValueFrom(
        input.pipe(to('events'), linear(fc1), fire, linear(fc2), fire, record()),
      );
      const counts = Array.from({ length: 10 }, (_, digit) =>
        spk.data.reduce((sum, spike, i) => (i % 10 === digit ? sum + spike : sum), 0),
      );
      return counts.indexOf(Math.max(...counts));
    };

    const share = async (manner: Manner, each: number, fit: boolean): Promise<number> => {
      let [right, all] = [0, 0];
      for (const hand of Object.values(HANDS)) {
        for (let digit = 0; digit < 10; digit++) {
          for (let i = 0; i < each; i++, all++) {
            const strokes = written(hand, digit, manner, 1000 + all);
            if ((await answer(rasterise(strokes, fit))) === digit) right += 1;
          }
        }
      }
      return right / all;
    };

    const careful: Manner = { side: [0.3, 0.95], aspect: [0.55, 1], angle: 0.15, slant: 0.25, wave: 0.03 };
    const hasty: Manner = { side: [0.15, 0.95], aspect: [0.45, 1.15], angle: 0.3, slant: 0.4, wave: 0.06 };
    const tiny: Manner = { ...careful, side: [0.06, 0.2] };

    it.each([
      ['written with care', careful, 0.97],
      ['written in haste', hasty, 0.94],
      ['tiny', tiny, 0.97],
    ])(
      '%s, anywhere on the pad',
      async (_, manner, wanted) => {
        expect(await share(manner, 2, true)).toBeGreaterThanOrEqual(wanted);
      },
      30_000,
    );

    it('are what the switch is for', async () => {
      expect(await share(careful, 1, false)).toBeLessThan(0.6);
    });
  });
});

/** The longer side of what is lit. */
function boxOf(image: Float32Array): number {
  const lit = [...image.keys()].filter((i) => image[i]! > 0.1);
  const spread = (values: number[]) => Math.max(...values) - Math.min(...values) + 1;
  return Math.max(spread(lit.map((i) => i % 28)), spread(lit.map((i) => Math.floor(i / 28))));
}

function centreOf(image: Float32Array): [number, number] {
  const sum = (of: (i: number) => number) => image.reduce((sum, value, i) => sum + value * of(i), 0);
  const mass = sum(() => 1);
  return [sum((i) => (i % 28) + 0.5) / mass, sum((i) => Math.floor(i / 28) + 0.5) / mass];
}
