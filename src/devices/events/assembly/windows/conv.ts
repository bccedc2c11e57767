import { compact } from './other';

/** What `geometryOf` in ../../conv.ts lays out; in bytes where nothing else is said. */
@unmanaged
export class Geometry {
  /** Planes of the input, and how many of them a group takes. */
  channels: i32;
  own: i32;
  /** Inputs along the axes. */
  height: i32;
  width: i32;
  /** Windows of a plane, all axes together. */
  cells: i32;
  /** Real outputs of a group, and the bytes of their lanes. */
  outputs: i32;
  lanes: i32;
  /** All lanes of a cell. */
  line: i32;
  /** Weights of one input channel. */
  kernel: i32;
  /** From one tap of an input to the next, in rows and in columns: in the weights and in the cells. */
  rowWeights: i32;
  rowCells: i32;
  columnWeights: i32;
  columnCells: i32;
  /** Reaches of the input's rows, then of its columns. */
  reaches: usize;
}

/** The windows that one input row or column is in: how many, and where the first one's weights and cells are. */
@unmanaged
class Reach {
  count: i32;
  weights: i32;
  cells: i32;
}

const REACH: usize = 12;

/**
 * cur[rows][outputs][cells] = bias + the products of the inputs that are not zero: each input adds its weights, which
 * lie in the order of the cells, to the cells of the windows that it is in. All outputs of a cell lie side by side
 * meanwhile, and inputs come in ascending order, so each sum has its order too.
 *
 * `work` takes 8 bytes for each input, 32 more, and then the cells of one row.
 */
export function conv(
  x: usize,
  rows: i32,
  geometry: Geometry,
  weights: usize,
  bias: usize,
  cur: usize,
  work: usize,
): void {
  const inputs = geometry.channels * geometry.height * geometry.width;
  const gap = (<usize>inputs + 4) * 4;
  const cells = work + 2 * gap;
  const planes = (geometry.line / geometry.lanes) * geometry.outputs;
  for (let row = 0; row < rows; row++) {
    const code = compact(x, inputs, 1, work, work + gap);
    spreadBias(bias, geometry.line, cells, geometry.cells * geometry.line);
    scatter(work, work + ((<usize>code >> 1) << 2), gap, geometry, weights, cells);
    for (let first = 0, lane = 0; first < planes; first += geometry.outputs, lane += geometry.lanes) {
      gather(cells + lane, geometry.line, geometry.cells, geometry.outputs, cur);
      cur += (<usize>(geometry.outputs * geometry.cells)) << 2;
    }
    x += (<usize>inputs) << 2;
  }
}

/** Fills `size` bytes of cells with copies of one line: twice as many each time, since a call takes longer than a line. */
function spreadBias(bias: usize, line: i32, cells: usize, size: i32): void {
  memory.copy(cells, bias, line);
  for (let done = line; done < size; done <<= 1) memory.copy(cells + done, cells, min(done, size - done));
}

/** Goes through the listed inputs, plane by plane and row by row. */
function scatter(
  list: usize,
  end: usize,
  gap: usize,
  geometry: Geometry,
  weights: usize,
  cells: usize,
): void {
  const rows = geometry.reaches;
  const columns = rows + <usize>geometry.height * REACH;
  let first: u32 = 0;
  let left = geometry.own;
  for (let channel = 0; channel < geometry.channels; channel++) {
    for (let row = rows; row < columns; row += REACH) {
      const next = first + geometry.width;
      for (; list < end && load<u32>(list) < next; list += 4) {
        const column = changetype<Reach>(columns + <usize>(load<u32>(list) - first) * REACH);
        spread(changetype<Reach>(row), column, geometry, load<f32>(list + gap), weights, cells);
      }
      first = next;
    }
    weights += geometry.kernel;
    left--;
    if (left === 0) {
      left = geometry.own;
      cells += geometry.lanes;
    }
  }
}

/** Adds one input's weights, times its number, to the cells that it reaches. */
export function spread(
  row: Reach,
  column: Reach,
  geometry: Geometry,
  x: f32,
  weights: usize,
  cells: usize,
): void {
  const number = f32x4.splat(x);
  weights += row.weights + column.weights;
  cells += row.cells + column.cells;
  let runs = column.count;
  let length = geometry.lanes;
  // cells beside each other whose weights are so too are one run
  if (geometry.columnWeights === length && geometry.columnCells === length) {
    length *= runs;
    runs = 1;
  }
  for (let i = row.count; i > 0; i--) {
    let weight = weights;
    let cell = cells;
    for (let run = runs; run > 0; run--) {
      const end = cell + length;
      let w = weight;
      let c = cell;
      if (length & 16) {
        v128.store(c, f32x4.add(v128.load(c), f32x4.mul(number, v128.load(w))));
        w += 16;
        c += 16;
      }
      for (; c < end; c += 32, w += 32) {
        v128.store(c, f32x4.add(v128.load(c), f32x4.mul(number, v128.load(w))));
        v128.store(c, f32x4.add(v128.load(c, 16), f32x4.mul(number, v128.load(w, 16))), 16);
      }
      weight += geometry.columnWeights;
      cell += geometry.columnCells;
    }
    weights += geometry.rowWeights;
    cells += geometry.rowCells;
  }
}

/** `to`[outputs][cells] of `cells`, whose outputs lie side by side in lines of `line` bytes. */
export function gather(cells: usize, line: usize, count: i32, outputs: i32, to: usize): void {
  const plane = (<usize>count) << 2;
  for (; outputs >= 4; outputs -= 4) {
    let from = cells;
    let rest = count;
    for (; rest >= 4; rest -= 4, to += 16) {
      const a = v128.load(from);
      const b = v128.load(from + line);
      const c = v128.load(from + 2 * line);
      const d = v128.load(from + 3 * line);
      const ab = i32x4.shuffle(a, b, 0, 4, 1, 5);
      const cd = i32x4.shuffle(c, d, 0, 4, 1, 5);
      v128.store(to, i64x2.shuffle(ab, cd, 0, 2));
      v128.store(to + plane, i64x2.shuffle(ab, cd, 1, 3));
      const ef = i32x4.shuffle(a, b, 2, 6, 3, 7);
      const gh = i32x4.shuffle(c, d, 2, 6, 3, 7);
      v128.store(to + 2 * plane, i64x2.shuffle(ef, gh, 0, 2));
      v128.store(to + 3 * plane, i64x2.shuffle(ef, gh, 1, 3));
      from += 4 * line;
    }
    for (; rest > 0; rest--, to += 4, from += line)
      for (let o: usize = 0; o < 4; o++) store<f32>(to + o * plane, load<f32>(from + (o << 2)));
    to += 3 * plane;
    cells += 16;
  }
  for (; outputs > 0; outputs--, cells += 4) {
    let from = cells;
    for (let rest = count; rest > 0; rest--, to += 4, from += line) store<f32>(to, load<f32>(from));
  }
}
