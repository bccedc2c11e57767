import { describe, expect, it } from '@jest/globals';
import { createCanvas } from 'canvas';
import { paletteOf } from '../../src/plot/colorMap.js';
import type { Context2D } from '../../src/plot/frame.js';
import { type Cells, drawCells } from '../../src/plot/image.js';

const palette = paletteOf('map', (share) => `rgb(${Math.round(255 * share)}, 0, 0)`);
const box = { left: 2, top: 1, right: 10, bottom: 7 };

function cells(rows: readonly (readonly number[])[]): Cells {
  const columns = rows[0]!.length;
  return { values: rows.flat(), columns, rows: rows.length, first: 0, across: 1, down: columns };
}

/** The red of each pixel of a canvas of 12 x 8 on which the cells were drawn, row by row. */
function reds(drawn: Cells, prepare: (context: Context2D) => Context2D = (context) => context): number[][] {
  const context = createCanvas(12, 8).getContext('2d');
  context.fillStyle = '#000a00';
  context.fillRect(0, 0, 12, 8);
  drawCells(prepare(context as unknown as Context2D), drawn, box, palette, [0, 1]);
  const { data } = context.getImageData(0, 0, 12, 8);
  return Array.from({ length: 8 }, (_, y) => Array.from({ length: 12 }, (_, x) => data[4 * (12 * y + x)]!));
}

/** The same context without the functions that write pixels. */
function vector(context: Context2D): Context2D {
  return new Proxy(context, {
    get: (target, name) => {
      if (name === 'putImageData') return undefined;
      const value = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
    set: (target, name, value) => Reflect.set(target, name, value),
  });
}

const two = cells([
  [0, 1],
  [1, 0],
]);

describe('drawCells', () => {
  it('fills the box, sharp between the cells, and nothing else', () => {
    const row = (left: number, right: number) => [
      0,
      0,
      left,
      left,
      left,
      left,
      right,
      right,
      right,
      right,
      0,
      0,
    ];
    const none = Array(12).fill(0);
    const [above, under] = [row(0, 255), row(255, 0)];
    expect(reds(two)).toEqual([none, above, above, above, under, under, under, none]);
  });

  it('draws the same on a context that cannot write pixels', () => {
    expect(reds(two, vector)).toEqual(reds(two));
    const [many] = [
      cells(Array.from({ length: 6 }, (_, y) => Array.from({ length: 8 }, (_, x) => ((3 * x + y) % 7) / 7))),
    ];
    expect(reds(many, vector)).toEqual(reds(many));
  });

  it('follows the scale of the context', () => {
    const halved = (context: Context2D) => {
      context.scale(0.5, 0.5);
      return context;
    };
    const drawn = reds(two, halved);
    // box 2, 1 to 10, 7 at half its size: 1, 1 to 5, 4 in whole pixels
    expect(drawn[1]).toEqual([0, 0, 0, 255, 255, 0, 0, 0, 0, 0, 0, 0]);
    expect(drawn[3]!.slice(0, 6)).toEqual([0, 255, 255, 0, 0, 0]);
  });

  it('turns with a rotated context', () => {
    const turned = (context: Context2D) => {
      context.translate(12, 0);
      context.rotate(Math.PI / 2);
      return context;
    };
    // what was right is now below
    expect(reds(two, turned)[7]!.slice(5, 11)).toEqual([0, 0, 0, 255, 255, 255]);
  });

  it('shows the mean where cells share a pixel', () => {
    const stripes = cells([Array.from({ length: 16 }, (_, i) => i % 2)]);
    const middle = new Set(reds(stripes)[3]!.slice(2, 10));
    expect([...middle]).toEqual([128]);
  });

  it('shows what is no number as grey', () => {
    expect(reds(cells([[Number.NaN, 1]]))[3]!.slice(2, 10)).toEqual([231, 231, 231, 231, 255, 255, 255, 255]);
    expect(reds(cells([[Number.NaN, 1]]), vector)).toEqual(reds(cells([[Number.NaN, 1]])));
  });

  it('draws on a canvas that writes SVG', () => {
    const canvas = createCanvas(12, 8, 'svg');
    drawCells(canvas.getContext('2d') as unknown as Context2D, two, box, palette, [0, 1]);
    expect(canvas.toBuffer().toString()).toContain('<path');
  });
});
