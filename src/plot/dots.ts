import type { Context2D } from './frame.js';

export interface Dots {
  readonly neurons: number;
  readonly steps: number;
  readonly t: ArrayLike<number>;
  readonly id: ArrayLike<number>;
  /** How many of `t` and `id` are drawn. */
  readonly count: number;
  readonly color: string;
  readonly size: number | undefined;
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
  const cell = { width: roomX * stepsPerCell, height: roomY * neuronsPerCell };
  const edges: Edges = {
    column: (column) => x(column * stepsPerCell - 0.5),
    row: (row) => y(row * neuronsPerCell - 0.5),
  };
  const mark = discs(cell, edges, size, marks) ?? rectangles(cell, edges, size, columns, rows);
  // marks of one level without air between them are one mark: the same pixels, in half the time
  const joined = size === undefined && breadth(cell.height) === cell.height;

  context.fillStyle = color;
  for (let level = 1; level <= levels; level++) {
    context.globalAlpha = 0.28 + (0.72 * level) / levels;
    let pending = 0;
    context.beginPath();
    for (let at = strength.indexOf(level); at >= 0; at = strength.indexOf(level, at)) {
      const [column, row] = [Math.floor(at / rows), at % rows];
      let last = row;
      for (at += 1; joined && last + 1 < rows && strength[at] === level; at += 1) last += 1;
      mark(context, column, row, last);
      if (++pending < batch) continue;
      context.fill();
      context.beginPath();
      pending = 0;
    }
    if (pending > 0) context.fill();
  }
  context.globalAlpha = 1;
}

/** Where columns and rows of cells begin, in pixels. */
interface Edges {
  column(column: number): number;
  row(row: number): number;
}

/** Adds the mark of a cell, or of those from `row` to `last`, to the path. */
type Mark = (context: Context2D, column: number, row: number, last: number) => void;

type Cell = Readonly<Record<'width' | 'height', number>>;

/** Discs, where cells are large enough. They cost about five times as much as rectangles: only a few thousand. */
function discs(cell: Cell, edges: Edges, size: number | undefined, marks: number): Mark | undefined {
  // A disc may reach a little into the next step: neighbours still show as two.
  const diameter = size ?? Math.min(8, 1.25 * cell.width, 0.72 * cell.height);
  if (marks > 8000 || diameter < 2.5 || cell.width < 3) return undefined;
  return (context, column, row) => {
    const x = (edges.column(column) + edges.column(column + 1)) / 2;
    const y = (edges.row(row + 1) + edges.row(row)) / 2;
    context.moveTo(x + diameter / 2, y);
    context.arc(x, y, diameter / 2, 0, 2 * Math.PI);
  };
}

function rectangles(cell: Cell, edges: Edges, size: number | undefined, columns: number, rows: number): Mark {
  const [width, height] = [size ?? breadth(cell.width), size ?? breadth(cell.height)];
  const across = Array.from({ length: columns }, (_, column) =>
    extent(edges.column(column), edges.column(column + 1), width),
  );
  const up = Array.from({ length: rows }, (_, row) => extent(edges.row(row + 1), edges.row(row), height));
  return (context, column, row, last) => {
    const [left, right] = across[column]!;
    const [[top], [, bottom]] = [up[last]!, up[row]!];
    context.rect(left, top, right - left, bottom - top);
  };
}

/** How much of a cell a rectangle fills. In small cells all of it, since gaps of whole pixels would form stripes. */
function breadth(room: number) {
  return room < 6 ? room : Math.min(10, 0.7 * room);
}

/** `breadth` pixels around the middle of a cell, snapped so that the edges are sharp; one pixel at least. */
function extent(low: number, high: number, breadth: number): readonly [start: number, end: number] {
  const air = (high - low - breadth) / 2;
  const start = Math.round(low + air);
  return [start, Math.max(start + 1, Math.round(high - air))];
}
