import { createCanvas } from '#platform';
import { show } from '../check.js';
import { attempt } from '../io/attempt.js';
import type { Canvas2D } from '../platform/platform.js';
import type { Frame } from '../plot/frame.js';

/**
 * Draws frames at `scale` pixels a CSS pixel and returns the canvas. Frames of one size share a canvas: what
 * reads it must have done so before the next frame is painted.
 */
export function painter(operator: string, scale: number): (frame: Frame) => Canvas2D {
  let canvas: Canvas2D | undefined;
  return (frame) => {
    if (typeof frame?.draw !== 'function') {
      throw new TypeError(
        `${operator}: takes the frames of a plot, such as raster() makes, got ${show(frame)}`,
      );
    }
    const width = Math.round(frame.width * scale);
    const height = Math.round(frame.height * scale);
    if (!(width >= 1 && height >= 1 && Number.isFinite(width * height))) {
      throw new RangeError(
        `${operator}: a frame must be at least one pixel wide and high, got ${width}x${height}`,
      );
    }
    if (canvas?.width !== width || canvas.height !== height)
      canvas = attempt(operator, () => createCanvas(width, height));
    const context = canvas.getContext('2d')!;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    context.save();
    context.scale(scale, scale);
    try {
      frame.draw(context);
    } finally {
      context.restore();
    }
    return canvas;
  };
}
