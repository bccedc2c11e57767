import { describe, expect, it } from '@jest/globals';
import { COLOR_MAPS, colorIndex, colorScale, paletteOf } from '../../src/plot/colorMap.js';

const ends = (map: Parameters<typeof paletteOf>[1]) => {
  const { css } = paletteOf('map', map);
  return [css[0], css[255]];
};

describe('colorMap', () => {
  it('has the ends of the maps that matplotlib draws with', () => {
    expect(ends('viridis')).toEqual(['rgb(68, 1, 84)', 'rgb(253, 231, 37)']);
    expect(ends('magma')).toEqual(['rgb(0, 0, 4)', 'rgb(252, 253, 191)']);
    expect(ends('plasma')).toEqual(['rgb(13, 8, 135)', 'rgb(240, 249, 33)']);
  });

  it('becomes lighter with every step of a perceptually uniform map', () => {
    for (const map of ['viridis', 'magma', 'inferno', 'plasma', 'cividis'] as const) {
      const luma = paletteOf('map', map).css.map((color) => {
        const [r, g, b] = color.match(/\d+/g)!.map((byte) => (Number(byte) / 255) ** 2.2);
        return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
      });
      const every16 = luma.filter((_, i) => i % 16 === 0);
      expect(every16).toEqual([...every16].sort((a, b) => a - b));
    }
  });

  it('takes a function from 0 to 1 to a CSS colour', () => {
    const mixed = (share: number) => (share < 0.5 ? 'steelblue' : `hsl(0, 100%, ${50 * share}%)`);
    expect(ends(mixed)).toEqual(['rgb(70, 130, 180)', 'rgb(255, 0, 0)']);
  });

  it('has its colours as bytes in the order of ImageData', () => {
    const { css, pixels } = paletteOf('map', 'inferno');
    const bytes = new Uint8Array(pixels.buffer);
    expect(css[100]).toBe(`rgb(${[...bytes.subarray(400, 403)].join(', ')})`);
    expect(bytes[403]).toBe(255);
  });

  it('divides a range evenly, and gives what lies outside the colours of the ends', () => {
    const index = (value: number) => colorIndex(value, -1, colorScale(-1, 1));
    expect([-5, -1, -0.001, 0, 0.999, 1, 7].map(index)).toEqual([0, 0, 127, 128, 255, 255, 255]);
  });

  it('refuses what is no colour map', () => {
    const names = COLOR_MAPS.map((name) => `'${name}'`).join(', ');
    expect(() => paletteOf('heatmap: colorMap', 'jet' as 'viridis')).toThrow(
      new TypeError(`heatmap: colorMap must be one of ${names}, got 'jet'`),
    );
    expect(() => paletteOf('heatmap: colorMap', () => 'no colour')).toThrow(
      new TypeError("heatmap: colorMap must return CSS colours, got 'no colour' for 0"),
    );
  });
});
