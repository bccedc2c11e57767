import { type MonoTypeOperatorFunction, map } from 'rxjs';
import { number, show } from '../check.js';
import { optionsOf } from '../options.js';
import type { Context2D } from '../platform/context2D.js';
import type { PixelContext } from '../platform/platform.js';
import type { Frame } from '../plot/frame.js';

/** A canvas or its 2D context, of a page, a worker or node-canvas. */
export type DrawTarget = DrawCanvas | DrawContext;

/** A canvas element, an OffscreenCanvas or a canvas of node-canvas. */
export interface DrawCanvas {
  width: number;
  height: number;
  /** Its 2D context, or null where it has another one. */
  getContext(kind: '2d'): unknown;
}

/** Any 2D context: what a plot needs of it is in `Context2D`. */
export type DrawContext = Pick<Context2D, 'save' | 'restore' | 'scale' | 'fillRect'>;

export interface DrawOptions {
  /**
   * Pixels a CSS pixel, 0.01 to 100. Default for a canvas: the page's `devicePixelRatio`, or 1 where there is
   * none; for a context: 1, on top of the transformation that it has.
   */
  readonly scale?: number;
}

/**
 * Draws each frame on a canvas and passes it on.
 *
 * 1. A canvas gets the frame's size times the scale, and in a page the frame's size as its CSS size. A context
 *    is drawn on as it is, at its own transformation, which it keeps.
 * 2. In a page each frame holds its source (`Frame.hold`) until the page has been painted, or for 100 ms where
 *    it is hidden and never painted: every frame is seen. A source that cannot be held shows its last one.
 *
 * Throws a `TypeError` if the target is neither canvas nor context, and on a scale out of range; a canvas that
 * has no 2D context, and an error in the drawing, go down the error channel.
 *
 * @example
 * steps$.pipe(raster('hidden'), draw(canvas)).subscribe(); // a page's canvas, or one of node-canvas
 */
export function draw(target: DrawTarget | null, options: DrawOptions = {}): MonoTypeOperatorFunction<Frame> {
  const { scale } = optionsOf('draw', options, ['scale']);
  if (!isCanvas(target) && !isContext(target)) {
    throw new TypeError(`draw: target must be a canvas or a 2D context, got ${show(target)}`);
  }
  if (scale !== undefined) number('draw: scale', scale, { min: 0.01, max: 100 });
  return map((frame) => {
    if (isCanvas(target)) drawOnCanvas(frame, target, scale ?? globalThis.devicePixelRatio ?? 1);
    else drawOn(frame, target as Context2D, scale ?? 1);
    if (typeof requestAnimationFrame === 'function') frame.hold?.(painted());
    return frame;
  });
}

function drawOnCanvas(frame: Frame, canvas: DrawCanvas, scale: number): void {
  const width = Math.max(1, Math.round(frame.width * scale));
  const height = Math.max(1, Math.round(frame.height * scale));
  // setting a size clears the canvas and its state, even to the same one
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  if ('style' in canvas) {
    Object.assign(canvas.style as object, { width: `${frame.width}px`, height: `${frame.height}px` });
  }
  const context = canvas.getContext('2d') as PixelContext | null;
  if (!context)
    throw new Error('draw: the canvas must have a 2D context, got none: it has one of another kind');
  context.setTransform(1, 0, 0, 1, 0, 0);
  drawOn(frame, context, scale);
}

function drawOn(frame: Frame, context: Context2D, scale: number): void {
  context.save();
  try {
    context.scale(scale, scale);
    frame.draw(context);
  } finally {
    context.restore();
  }
}

function painted(): Promise<unknown> {
  return new Promise((resolve) => {
    requestAnimationFrame(resolve);
    setTimeout(resolve, 100);
  });
}

function isCanvas(target: unknown): target is DrawCanvas {
  return typeof (target as DrawCanvas | null)?.getContext === 'function';
}

function isContext(target: unknown): target is DrawContext {
  return typeof (target as DrawContext | null)?.fillRect === 'function';
}
