import { optionsOf } from '../options.js';
import type { Shape } from '../shape.js';
import { FRAME, finite, frameSize, numbers, positive, wholeNumber } from './check.js';
import { drawColorBar } from './colorBar.js';
import { type ColorMap, type Palette, paletteOf } from './colorMap.js';
import { even } from './even.js';
import { figureTop, startFigure } from './figure.js';
import type { Context2D, Frame } from './frame.js';
import { drawCells, drawOutline } from './image.js';
import { drawHeader } from './panel.js';
import { checkRange, type Range } from './range.js';
import { sizes } from './theme.js';
import { checkTiles, gapsOf, tileAt, tilesOf } from './tiles.js';
import { timeText } from './time.js';

export interface AnimatorOptions {
  /** One number a neuron, row by row from the top left. Kept, not copied. NaN is shown as grey. */
  readonly values: ArrayLike<number>;
  /** [rows, columns], or [images, rows, columns]. Default: the rows of equal length that are the most square. */
  readonly shape?: Shape | undefined;
  /** Values of the first and the last colour; what lies outside takes these. */
  readonly range: Range;
  /** Default 'viridis'. A palette that was made of a colour map saves making it for every frame. */
  readonly colorMap?: ColorMap | Palette | undefined;
  /** What the colours measure: stands above the image. */
  readonly quantity?: string | undefined;
  /** The step that is shown; without it no time is written. */
  readonly now?: number | undefined;
  /** Steps of the whole run, which choose the unit of the time. */
  readonly steps?: number | undefined;
  /** Seconds per step; with it the time is in s, ms, µs or ns. */
  readonly dt?: number | undefined;
  readonly title?: string | undefined;
  /** Only the image: no title, time and colour bar. Default false. */
  readonly bare?: boolean | undefined;
  /** Pixels. Default: what the image takes, in cells of whole pixels, about 250 pixels across. */
  readonly width?: number | undefined;
  /** Pixels. */
  readonly height?: number | undefined;
}

/** The colour bar with its labels. */
const aside = 76;
/** Default extent of one image, of several together, and of a cell at most. */
const extent = 252;
const together = 380;
const largest = 48;

/**
 * One moment of a layer as an image: a square cell a neuron, coloured by its value, without smoothing. Several images of
 * a layer, its feature maps, stand side by side.
 *
 * Throws a `TypeError` for what is not a number, an array or a colour map, and a `RangeError` where shape and values
 * differ in size, the range is empty, or the frame is too small.
 *
 * @example
 * animatorFrame({ values: [0, 1, 1, 0], shape: [2, 2], range: [0, 1], now: 12 }).draw(context);
 */
export function animatorFrame(options: AnimatorOptions): Frame {
  const names = ['values', 'shape', 'range', 'colorMap', 'quantity', 'now', 'steps', 'bare'] as const;
  optionsOf('animator', options, [...FRAME, ...names]);
  const { values, range, dt, now, bare = false, colorMap = 'viridis', quantity = '' } = options;
  numbers('animator: values', values);
  checkRange('animator: range', range);
  positive('animator: dt', dt);
  finite('animator: now', now);
  if (options.steps !== undefined) wholeNumber('animator: steps', options.steps);
  const shape = options.shape ?? [values.length];
  checkTiles('animator: shape', shape, values.length);
  const tiles = tilesOf('animator', shape);
  const palette = paletteOf('animator: colorMap', colorMap);

  const top = bare ? 0 : figureTop(options.title) + sizes.header;
  const margin = bare ? 0 : sizes.margin;
  const around = {
    width: 2 * margin + (bare ? 0 : aside) + gapsOf(tiles.across),
    height: top + margin + gapsOf(tiles.down),
  };
  const [columns, rows] = [tiles.across * tiles.columns, tiles.down * tiles.rows];
  const usual = Math.min(
    largest,
    Math.max(1, Math.floor((tiles.images > 1 ? together : extent) / Math.max(columns, rows))),
  );
  const width = options.width ?? even(Math.max(bare ? 0 : 240, around.width + columns * usual));
  const least = bare ? { width: 1, height: 1 } : { width: 160, height: around.height + 16 };
  const height = options.height ?? even(Math.max(least.height, around.height + rows * usual));
  frameSize('animator', { width, height }, least);
  const fitting = Math.min((width - around.width) / columns, (height - around.height) / rows);
  const cell = fitting >= 1 ? Math.floor(fitting) : fitting;

  return { width, height, draw };

  function draw(context: Context2D) {
    startFigure(context, { width, height, title: bare ? undefined : options.title });
    for (let i = 0; i < tiles.images; i++) {
      const { rows, columns } = tiles;
      const cells = { values, columns, rows, first: i * rows * columns, across: 1, down: columns };
      const box = tileAt(tiles, i, cell, margin, top);
      drawCells(context, cells, box, palette, range);
      if (!bare) drawOutline(context, box);
    }
    if (bare) return;
    const right = margin + columns * cell + gapsOf(tiles.across);
    const image = { left: margin, top, right, bottom: top + rows * cell + gapsOf(tiles.down) };
    const headerEnd = Math.max(right, Math.min(width - margin, margin + 208));
    drawHeader(context, { ...image, right: headerEnd }, quantity, timeNote());
    drawColorBar(context, { palette, range }, image, aside);
  }

  function timeNote(): string {
    if (now === undefined) return '';
    return dt === undefined ? `step ${now}` : timeText(now * dt, (options.steps ?? now + 1) * dt);
  }
}
