import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { EMPTY, lastValueFrom, NEVER, of, range, throwError } from 'rxjs';
import { map, take, tap, toArray } from 'rxjs/operators';
import { createCanvas, pixels } from '../../src/platform/node.js';
import { draw } from '../../src/sinks/draw.js';
import { plain } from '../helpers/files.js';

const page = globalThis as {
  devicePixelRatio?: number;
  requestAnimationFrame?: (paint: () => void) => number;
};

afterEach(() => {
  delete page.devicePixelRatio;
  delete page.requestAnimationFrame;
});

describe('draw', () => {
  it('gives the canvas the size of the frame, draws it and passes it on', async () => {
    const canvas = createCanvas(5, 5);
    const frames = [plain('#f00'), plain('#00f')];
    const seen: number[][] = [];
    const drawn = of(...frames).pipe(
      draw(canvas),
      tap(() => seen.push([...pixels(canvas).slice(-4)])),
    );
    expect(await lastValueFrom(drawn.pipe(toArray()))).toEqual(frames);
    expect([canvas.width, canvas.height]).toEqual([32, 16]);
    expect(seen).toEqual([
      [255, 0, 0, 255],
      [0, 0, 255, 255],
    ]);
  });

  it('draws as many pixels as the screen has, at the same size on the page', async () => {
    page.devicePixelRatio = 1.5;
    const canvas = Object.assign(createCanvas(5, 5), { style: {} as Record<string, string> });
    await lastValueFrom(of(plain('#f00'), plain('#f00')).pipe(draw(canvas)));
    expect([canvas.width, canvas.height]).toEqual([48, 24]);
    expect(canvas.style).toEqual({ width: '32px', height: '16px' });
    expect([...pixels(canvas).slice(-4)]).toEqual([255, 0, 0, 255]);
  });

  it('takes a scale', async () => {
    const canvas = createCanvas(5, 5);
    await lastValueFrom(of(plain('#f00')).pipe(draw(canvas, { scale: 3 })));
    expect(canvas.width).toBe(96);
  });

  it('draws on a context at its own transformation, and gives it back as it was', async () => {
    const canvas = createCanvas(40, 20);
    const context = canvas.getContext('2d')!;
    context.translate(8, 4);
    context.fillStyle = '#123456';
    await lastValueFrom(of(plain('#f00')).pipe(draw(context)));
    const at = (x: number, y: number) => [...pixels(canvas).slice(4 * (40 * y + x), 4 * (40 * y + x) + 4)];
    expect([at(7, 4), at(8, 4), at(39, 19)]).toEqual([
      [0, 0, 0, 0],
      [255, 0, 0, 255],
      [255, 0, 0, 255],
    ]);
    expect([canvas.width, context.fillStyle]).toEqual([40, '#123456']);
  });

  it('gives the context back as it was when the drawing throws, and passes the error on', async () => {
    const canvas = createCanvas(5, 5);
    const failing = {
      ...plain('#f00'),
      draw() {
        throw new Error('raster: no ink');
      },
    };
    const restored = jest.spyOn(canvas.getContext('2d')!, 'restore');
    await expect(lastValueFrom(of(failing).pipe(draw(canvas)))).rejects.toThrow('raster: no ink');
    expect(restored).toHaveBeenCalledTimes(1);
  });

  it('holds the source in a page until the frame has been painted', async () => {
    let paint = () => {};
    page.requestAnimationFrame = (callback) => {
      paint = callback;
      return 1;
    };
    const settled = jest.fn();
    const hold = (work: Promise<unknown>) => work.then(settled);
    await lastValueFrom(of({ ...plain('#f00'), hold }).pipe(draw(createCanvas(5, 5))));
    await Promise.resolve();
    expect(settled).not.toHaveBeenCalled();
    paint();
    await Promise.resolve();
    expect(settled).toHaveBeenCalledTimes(1);
  });

  it('does not hold the source outside a page', async () => {
    const hold = jest.fn();
    await lastValueFrom(of({ ...plain('#f00'), hold }).pipe(draw(createCanvas(5, 5))));
    expect(hold).not.toHaveBeenCalled();
  });

  it('passes completion and errors on, and stops a synchronous source after take', async () => {
    const drawing = draw(createCanvas(5, 5));
    expect(await lastValueFrom(EMPTY.pipe(drawing, toArray()))).toEqual([]);
    await expect(lastValueFrom(throwError(() => new Error('upstream')).pipe(drawing))).rejects.toThrow(
      'upstream',
    );
    NEVER.pipe(drawing).subscribe().unsubscribe();
    const made = jest.fn();
    await lastValueFrom(
      range(0, 1000).pipe(
        tap(made),
        map(() => plain('#f00')),
        drawing,
        take(2),
      ),
    );
    expect(made).toHaveBeenCalledTimes(2);
  });

  it('refuses what cannot be drawn on', async () => {
    const rule = 'draw: target must be a canvas or a 2D context, got ';
    expect(() => draw(null)).toThrow(new TypeError(`${rule}null`));
    expect(() => draw('canvas' as never)).toThrow(new TypeError(`${rule}'canvas'`));
    expect(() => draw(createCanvas(1, 1), { scale: 0 })).toThrow(
      'draw: scale must be a number from 0.01 to 100, got 0',
    );
    const other = { width: 1, height: 1, getContext: () => null };
    await expect(lastValueFrom(of(plain('#f00')).pipe(draw(other)))).rejects.toThrow(
      'must have a 2D context, got none',
    );
  });
});
