import type { Context2D } from './frame.js';
import type { Box } from './panel.js';

export interface Dots {
  neurons: number;
  steps: number;
  t: ArrayLike<number>;
  id: ArrayLike<number>;
  /** How many of `t` and `id` are drawn. */
  count: number;
  color: string;
  size: number | undefined;
}

type Scale = ((value: number) => number) & { range(): number[] };

const levels = 6;
/** A path of some hundred shapes fills about twice as fast in node-canvas as one fill a shape. */
const batch = 200;

/**
 * Spikes are counted on a grid of cells, one for each neuron and step while those are a pixel wide, else one
 * for each pixel; then each cell that holds spikes is drawn once. A cell that stands for several neurons or
 * steps is drawn the stronger, the more of them spiked.
 */
export function drawDots(context: Context2D, dots: Dots, x: Scale, y: Scale): void {
  const { neurons, steps, t, id, count, color, size } = dots;
  if (count === 0) return;
  const roomX = Math.abs(x(1) - x(0));
  const roomY = Math.abs(y(1) - y(0));
  const columns = Math.min(steps, Math.max(1, Math.floor(roomX * steps)));
  const rows = Math.min(neurons, Math.max(1, Math.floor(roomY * neurons)));
  const stepsPerCell = steps / columns;
  const neuronsPerCell = neurons / rows;

  const cells = new Uint32Array(columns * rows);
  for (let i = 0; i < count; i++) {
    const column = Math.floor(t[i]! / stepsPerCell);
    cells[column * rows + Math.floor(id[i]! / neuronsPerCell)]!++;
  }

  let fullest = 0;
  let marks = 0;
  for (const spikes of cells) {
    if (spikes > fullest) fullest = spikes;
    if (spikes > 0) marks++;
  }
  // Against the fullest cell: in a silent layer lone spikes are black too, in a busy one the texture shows.
  const strength = cells.map((spikes) =>
    spikes === 0 ? 0 : Math.max(1, Math.round((spikes * levels) / fullest)),
  );
  const mark = markFor(roomX * stepsPerCell, roomY * neuronsPerCell, size, marks);

  context.fillStyle = color;
  for (let level = 1; level <= levels; level++) {
    context.globalAlpha = 0.28 + (0.72 * level) / levels;
    let pending = 0;
    context.beginPath();
    for (let cell = strength.indexOf(level); cell >= 0; cell = strength.indexOf(level, cell + 1)) {
      const column = Math.floor(cell / rows);
      const row = cell % rows;
      mark(context, {
        left: x(column * stepsPerCell - 0.5),
        right: x((column + 1) * stepsPerCell - 0.5),
        top: y((row + 1) * neuronsPerCell - 0.5),
        bottom: y(row * neuronsPerCell - 0.5),
      });
      if (++pending < batch) continue;
      context.fill();
      context.beginPath();
      pending = 0;
    }
    if (pending > 0) context.fill();
  }
  context.globalAlpha = 1;
}

/** Adds the mark of one cell to the path. Discs cost about five times as much as rectangles: only a few thousand. */
function markFor(roomX: number, roomY: number, size: number | undefined, marks: number) {
  const few = marks <= 8000;
  // A disc may reach a little into the next step: neighbours still show as two.
  const diameter = size ?? Math.min(8, 1.25 * roomX, 0.72 * roomY);
  if (few && diameter >= 2.5 && roomX >= 3) {
    return (context: Context2D, { left, right, top, bottom }: Box) => {
      const x = (left + right) / 2;
      const y = (top + bottom) / 2;
      context.moveTo(x + diameter / 2, y);
      context.arc(x, y, diameter / 2, 0, 2 * Math.PI);
    };
  }
  const width = size ?? breadth(roomX);
  const height = size ?? breadth(roomY);
  return (context: Context2D, { left, right, top, bottom }: Box) => {
    const [x, w] = extent(left, right, width);
    const [y, h] = extent(top, bottom, height);
    context.rect(x, y, w, h);
  };
}

/** How much of a cell a rectangle fills. In small cells all of it, since gaps of whole pixels would form stripes. */
function breadth(room: number) {
  return room < 6 ? room : Math.min(10, 0.7 * room);
}

/** `breadth` pixels around the middle of a cell, snapped so that the edges are sharp; one pixel at least. */
function extent(low: number, high: number, breadth: number): [start: number, length: number] {
  const air = (high - low - breadth) / 2;
  const start = Math.round(low + air);
  return [start, Math.max(1, Math.round(high - air) - start)];
}
