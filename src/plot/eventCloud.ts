import { scaleLinear } from 'd3-scale';
import { optionsOf } from '../options.js';
import { describeShape, type Shape } from '../shape.js';
import { labelStart, ticksAcross } from './axes.js';
import { FRAME, frameSize, positive, wholeNumber } from './check.js';
import { startFigure } from './figure.js';
import type { Context2D, Frame } from './frame.js';
import { drawKey } from './key.js';
import { checkSpikes } from './neurons.js';
import { drawHeader } from './panel.js';
import { drawFace, drawWalls, type Space, spaceIn } from './space.js';
import { segment, strokeThin } from './strokes.js';
import { drawText } from './text.js';
import { sizes, theme } from './theme.js';
import { tilesOf } from './tiles.js';
import { timeAxis } from './time.js';
import { plural } from './words.js';

export interface EventCloudOptions {
  /** The step of each spike, 0 to `steps - 1`, in order of time. Kept, not copied. */
  readonly t: ArrayLike<number>;
  /** The neuron of each spike, row by row from the top left. Kept, not copied. */
  readonly id: ArrayLike<number>;
  /** [rows, columns], or [channels, rows, columns]: each channel has a colour, as the polarities of an event camera. */
  readonly shape: Shape;
  /** Extent of the time axis, in steps. */
  readonly steps: number;
  /** Seconds per step; with it the time axis is in s, ms, µs or ns. */
  readonly dt?: number | undefined;
  /** Stands above the cloud, beside the numbers of neurons and spikes. */
  readonly name?: string | undefined;
  readonly title?: string | undefined;
  /** Pixels, at least 320. Default 900. */
  readonly width?: number | undefined;
  /** Pixels, at least 240. Default 420. */
  readonly height?: number | undefined;
  /** CSS colours, one a channel. */
  readonly colors?: readonly string[] | undefined;
}

/**
 * Spikes of a two-dimensional layer in space and time, as event cameras are shown: the layer's image stands at the left,
 * time goes away to the right, and each spike is a point at its column, row and step.
 *
 * Throws a `TypeError` for what is not a number or an array, and a `RangeError` where a spike lies outside of layer or
 * time, `t` and `id` differ in length, the shape has one dimension, colours and channels differ in number, or the
 * frame is too small.
 *
 * @example
 * eventCloudFrame({ t: [0, 2, 5], id: [0, 3, 1], shape: [2, 2], steps: 6 }).draw(context);
 */
export function eventCloudFrame(options: EventCloudOptions): Frame {
  optionsOf('eventCloud', options, [...FRAME, 't', 'id', 'shape', 'steps', 'name', 'colors']);
  const { t, id, shape, steps, dt, width = 900, height = 420 } = options;
  wholeNumber('eventCloud: steps', steps);
  positive('eventCloud: dt', dt);
  const layer = tilesOf('eventCloud', shape);
  const { images, rows, columns } = layer;
  if (shape.length < 2)
    throw new RangeError(
      `eventCloud: shape must be [rows, columns] or [channels, rows, columns], got ${describeShape(shape)}`,
    );
  const colors =
    options.colors ?? Array.from({ length: images }, (_, i) => theme.lines[i % theme.lines.length]!);
  if (colors.length !== images)
    throw new RangeError(`eventCloud: ${images} channels need ${images} colors, got ${colors.length}`);
  const count = checkSpikes('eventCloud', { neurons: images * rows * columns, t, id }, steps);
  frameSize('eventCloud', { width, height }, { width: 320, height: 240 });

  return { width, height, draw };

  function draw(context: Context2D) {
    const start = startFigure(context, { width, height, title: options.title });
    const top = start + sizes.header;
    const box = { left: sizes.margin, right: width - sizes.margin - 6, top, bottom: height - sizes.below };
    drawHeader(context, box, options.name ?? '', `${shape.join(' × ')} neurons, ${plural(count, 'spike')}`);
    const space = spaceIn({ ...box, left: box.left + 30 }, layer);
    drawWalls(context, space, layer);
    drawSpikes(context, space);
    drawFace(context, space, layer);
    drawTime(context, space);
    if (images > 1)
      drawKey(context, colors.map(keyOf), 0.45 * width, height - 13, 0.45 * width - sizes.margin);
  }

  /** The farthest points first, and all of them a little transparent: where many lie behind each other it is darker. */
  function drawSpikes(context: Context2D, { at, cell }: Space) {
    const size = Math.max(1, 0.4 * cell);
    const pixels = rows * columns;
    context.globalAlpha = 0.8;
    for (let i = count - 1; i >= 0; i--) {
      const pixel = id[i]! % pixels;
      const [x, y] = at((pixel % columns) + 0.5, Math.floor(pixel / columns) + 0.5, t[i]! / steps);
      context.fillStyle = colors[Math.floor(id[i]! / pixels)]!;
      context.fillRect(x - size / 2, y - size / 2, size, size);
    }
    context.globalAlpha = 1;
  }

  /** The labels of time, below the nearest edge of the cloud. */
  function drawTime(context: Context2D, { at }: Space) {
    const { title, ticks } = timeAxis(steps, dt);
    const [from, to] = [at(columns, rows, 0), at(columns, rows, 1)];
    const x = scaleLinear([0, steps], [from[0], to[0]]);
    const labels = [4, width - 4] as const;
    const marks = ticksAcross(context, ticks, x, labels);
    context.beginPath();
    for (const { value } of marks) {
      const [left, top] = at(columns, rows, value / steps);
      segment(context, left, top, left, top + sizes.tick);
    }
    strokeThin(context, theme.axis);
    for (const mark of marks) {
      const [, top] = at(columns, rows, mark.value / steps);
      drawText(context, mark.label, labelStart(context, mark, x, labels), top + sizes.labelDrop);
    }
    const [middle] = at(columns, rows, 0.5);
    drawText(context, title, middle, height - 13, {
      size: sizes.axisTitle,
      color: theme.ink,
      align: 'center',
    });
  }
}

function keyOf(color: string, channel: number) {
  return { name: `channel ${channel}`, color };
}
