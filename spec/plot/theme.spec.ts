import { describe, expect, it } from '@jest/globals';
import { rgb } from 'd3-color';
import { theme } from '../../src/plot/theme.js';

/** Linear RGB as the colour-blind see it: Machado, Oliveira and Fernandes 2009, severity 1. */
const eyes = {
  usual: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanope: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranope: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanope: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};
// to the cones of Oklab (Ottosson 2020), and from their cube roots to its lightness and hues
const cones = [
  0.4122214708, 0.5363325363, 0.0514459929, 0.2119034982, 0.6806995451, 0.1073969566, 0.0883024619,
  0.2817188376, 0.6299787005,
];
const lab = [
  0.2104542553, 0.793617785, -0.0040720468, 1.9779984951, -2.428592205, 0.4505937099, 0.0259040371,
  0.7827717662, -0.808675766,
];

const times = (matrix: readonly number[], [a, b, c]: readonly number[]) =>
  [0, 3, 6].map((row) => matrix[row]! * a! + matrix[row + 1]! * b! + matrix[row + 2]! * c!);

function linear(css: string) {
  const { r, g, b } = rgb(css);
  return [r, g, b].map((byte) => (byte > 10 ? ((byte / 255 + 0.055) / 1.055) ** 2.4 : byte / 255 / 12.92));
}

function seen(css: string, eye: readonly number[]) {
  const shown = times(eye, linear(css)).map((part) => Math.max(0, part));
  return times(lab, times(cones, shown).map(Math.cbrt));
}

describe('the colours of lines', () => {
  it.each(Object.keys(eyes) as (keyof typeof eyes)[])('are told apart by a %s eye', (eye) => {
    // the population's line in a plot of rates is among them
    const colors = [theme.ink, ...theme.lines].map((css) => seen(css, eyes[eye]));
    const apart = colors.flatMap((a, i) =>
      colors.slice(0, i).map((b) => Math.hypot(...a.map((part, k) => part - b[k]!))),
    );
    expect(Math.min(...apart)).toBeGreaterThan(0.08);
  });
});
