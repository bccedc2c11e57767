import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { createCanvas, pixels, pngBytes } from '../../src/platform/node.js';

afterEach(() => {
  jest.resetModules();
});

describe('createCanvas', () => {
  it('makes a transparent canvas of the given size', () => {
    const canvas = createCanvas(3, 2);
    expect([canvas.width, canvas.height]).toEqual([3, 2]);
    expect([...pixels(canvas)]).toEqual(Array(24).fill(0));
  });

  it('has Inter in three weights, each wider than the one before', () => {
    const context = createCanvas(10, 10).getContext('2d')!;
    const widths = [400, 600, 700].map((weight) => {
      context.font = `${weight} 20px Inter`;
      return context.measureText('Rastergram 0123').width;
    });
    expect(widths).toEqual([...new Set(widths)].sort((a, b) => a - b));
    context.font = '20px serif';
    expect(widths).not.toContain(context.measureText('Rastergram 0123').width);
  });

  it('names the remedy where canvas is not built', async () => {
    jest.doMock('canvas', () => {
      throw new Error("Cannot find module '../build/Release/canvas.node'\nRequire stack: ...");
    });
    const platform = await import('../../src/platform/nodeCanvas.js');
    expect(() => platform.createCanvas(1, 1)).toThrow(
      /not installed or not built \(Cannot find module '..\/build\/Release\/canvas.node'\).*npm rebuild canvas.*libcairo2-dev/,
    );
  });
});

describe('pixels', () => {
  it('copies the pixels: later drawing does not change them', () => {
    const canvas = createCanvas(1, 1);
    const context = canvas.getContext('2d')!;
    context.fillStyle = '#102030';
    context.fillRect(0, 0, 1, 1);
    const copy = pixels(canvas);
    context.fillStyle = '#fff';
    context.fillRect(0, 0, 1, 1);
    expect([...copy]).toEqual([16, 32, 48, 255]);
  });
});

describe('pngBytes', () => {
  it('is a PNG file', async () => {
    expect([...(await pngBytes(createCanvas(1, 1))).subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
  });
});
