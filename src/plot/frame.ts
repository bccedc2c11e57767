import type { Context2D } from '../platform/context2D.js';

export type { Context2D, Pixels } from '../platform/context2D.js';

/**
 * A picture that has not been drawn yet: a size in CSS pixels and the code that draws it. What it shows is
 * fixed when it is made; drawing costs nothing until a writer (`png`, `frames`, `video`, `draw`) asks for it.
 */
export interface Frame {
  readonly width: number;
  readonly height: number;
  /** Draws the whole picture, background included, with the origin at the top left of `context`. */
  draw(context: Context2D): void;
  /** Keeps the source of the stream waiting until `work` is settled: how a slow writer bounds the queue. */
  hold?(work: Promise<unknown>): void;
}
