/** What `fieldsOf` in ../../pool.ts lays out. */
@unmanaged
export class Pooling {
  /** Rows and columns of an input plane, with the padding around it. */
  height: i32;
  width: i32;
  /** Inputs along the axes, and the padding before them. */
  rows: i32;
  columns: i32;
  above: i32;
  before: i32;
  outRows: i32;
  outColumns: i32;
  kernelRows: i32;
  kernelColumns: i32;
  strideRows: i32;
  strideColumns: i32;
  largest: i32;
  divisor: f32;
}

/** Below it is no finite number. */
const LEAST: f32 = -f32.MAX_VALUE;

/**
 * cur[planes][outRows][outColumns]: the sum over each window of x[planes][rows][columns] divided by the divisor, or the
 * largest, of its rows and columns ascending. Planes with padding are copied into it first: `work` takes one.
 *
 * Four windows at a time, and the rest of a row one by one.
 */
export function pool(x: usize, planes: i32, p: Pooling, cur: usize, work: usize): void {
  const padded = p.height !== p.rows || p.width !== p.columns;
  const pitch = (<usize>p.width) << 2;
  const bytes = (<usize>p.columns) << 2;
  if (padded) {
    const edge: f32 = p.largest ? LEAST : 0;
    for (let at: usize = 0; at < pitch * p.height; at += 4) store<f32>(work + at, edge);
  }
  for (let plane = 0; plane < planes; plane++) {
    let from = x;
    if (padded) {
      from = work;
      for (let row = 0; row < p.rows; row++)
        memory.copy(work + <usize>(row + p.above) * pitch + ((<usize>p.before) << 2), x + row * bytes, bytes);
    }
    for (let row = 0; row < p.outRows; row++) {
      let window = from + <usize>(row * p.strideRows) * pitch;
      let left = p.outColumns;
      for (; left >= 4; left -= 4, cur += 16, window += (<usize>p.strideColumns) << 4)
        v128.store(cur, windows(window, pitch, p));
      for (; left > 0; left--, cur += 4, window += (<usize>p.strideColumns) << 2)
        store<f32>(cur, single(window, pitch, p));
    }
    x += p.rows * bytes;
  }
}

/** Four windows beside each other, the first at `window`. */
export function windows(window: usize, pitch: usize, p: Pooling): v128 {
  const stride = (<usize>p.strideColumns) << 2;
  const largest = p.largest;
  let y = f32x4.splat(largest ? LEAST : 0);
  for (let ky = p.kernelRows; ky > 0; ky--, window += pitch) {
    const end = window + ((<usize>p.kernelColumns) << 2);
    for (let at = window; at < end; at += 4) {
      let s = v128.load(at);
      if (stride === 8) {
        s = i32x4.shuffle(s, v128.load(at, 16), 0, 2, 4, 6);
      } else if (stride !== 4) {
        s = v128.load32_lane(at + stride, s, 1);
        s = v128.load32_lane(at + 2 * stride, s, 2);
        s = v128.load32_lane(at + 3 * stride, s, 3);
      }
      y = largest ? f32x4.pmax(y, s) : f32x4.add(y, s);
    }
  }
  return largest ? y : f32x4.div(y, f32x4.splat(p.divisor));
}

function single(window: usize, pitch: usize, p: Pooling): f32 {
  let y: f32 = p.largest ? LEAST : 0;
  for (let ky = p.kernelRows; ky > 0; ky--, window += pitch) {
    const end = window + ((<usize>p.kernelColumns) << 2);
    for (let at = window; at < end; at += 4) {
      const s = load<f32>(at);
      if (!p.largest) y += s;
      else if (s > y) y = s;
    }
  }
  return p.largest ? y : y / p.divisor;
}
