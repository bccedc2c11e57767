/** What a bitmap's context can do beside: images are written at once where it is there. */
export type Pixels = Pick<CanvasRenderingContext2D, 'getTransform' | 'createImageData' | 'putImageData'>;

/** The part of a 2D drawing context that pictures take; a browser's and node-canvas' both have it. */
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
