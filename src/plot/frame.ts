/** What the context of a bitmap can do as well: with it, images are written pixel by pixel. */
export type Pixels = Pick<CanvasRenderingContext2D, 'getTransform' | 'createImageData' | 'putImageData'>;

/** The part of a 2D drawing context that the plots use; a browser's and node-canvas' both have it. */
export type Context2D = Partial<Pixels> & Drawing;

type Drawing = Pick<
  CanvasRenderingContext2D,
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'lineCap'
  | 'lineJoin'
  | 'globalAlpha'
  | 'font'
  | 'textAlign'
  | 'textBaseline'
  | 'save'
  | 'restore'
  | 'scale'
  | 'translate'
  | 'rotate'
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'arc'
  | 'rect'
  | 'clip'
  | 'fill'
  | 'stroke'
  | 'fillRect'
  | 'fillText'
  | 'measureText'
>;

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
