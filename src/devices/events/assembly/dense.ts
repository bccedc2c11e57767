import { compact } from './compact';
import { gradedLines, spikeLines } from './lines';
import { graded, spikes } from './panel';

/** Bytes of a panel: 16 outputs side by side, one such line for each input. */
const PANEL: i32 = 64;

/**
 * cur[rows][outputs] = bias + the sum over the inputs that are not zero, in ascending order, in float32. `weights` are
 * panels of 16 outputs, each [inputs][16]; they and `bias` are padded with zeros. The rows are listed first; then a
 * panel goes through all rows while it lies in the cache, so callers hand in a few dozen rows at most.
 *
 * `work` takes 64 bytes, and for each row 16 + 8 (inputs + 4). Returns how many inputs of all rows were listed.
 */
export function dense(
  x: usize,
  rows: i32,
  inputs: i32,
  outputs: i32,
  weights: usize,
  bias: usize,
  cur: usize,
  work: usize,
): i32 {
  const lists = work + PANEL;
  const gap = (<usize>inputs + 4) * 4;
  const pitch = 16 + 2 * gap;
  let listed = 0;
  for (let row = 0; row < rows; row++) {
    const list = lists + row * pitch;
    const code = compact(x + <usize>row * inputs * 4, inputs, PANEL, list + 16, list + 16 + gap);
    store<i32>(list, code);
    listed += code >> 1;
  }
  for (let first = 0; first < outputs; first += 16) {
    const whole = outputs - first >= 16;
    for (let row = 0; row < rows; row++) {
      const list = lists + row * pitch + 16;
      const code = load<u32>(list - 16);
      const end = list + ((code >> 1) << 2);
      const out = cur + (<usize>row * outputs + first) * 4;
      if (code & 1) graded(weights, list, end, gap, bias, whole ? out : work);
      else spikes(weights, list, end, bias, whole ? out : work);
      if (!whole) for (let o = 0; o < (outputs - first) * 4; o += 4) store<f32>(out + o, load<f32>(work + o));
    }
    weights += <usize>inputs * PANEL;
    bias += PANEL;
  }
  return listed;
}

/**
 * The same for few rows, or few inputs that are not zero: one row after the other, with `weights` as lines of all outputs,
 * one per input, which a processor fetches ahead. Lines and `bias` are padded with zeros to whole lines of 16 outputs.
 *
 * `work` takes a line, and 8 (inputs + 4) bytes. Returns how many inputs of all rows were listed.
 */
export function denseLines(
  x: usize,
  rows: i32,
  inputs: i32,
  outputs: i32,
  weights: usize,
  bias: usize,
  cur: usize,
  work: usize,
): i32 {
  const bytes = <usize>outputs * 4;
  const line = (bytes + 63) & ~63;
  const list = work + line;
  const gap = (<usize>inputs + 4) * 4;
  let listed = 0;
  for (let row = 0; row < rows; row++, x += <usize>inputs * 4, cur += bytes) {
    const code = compact(x, inputs, <i32>line, list, list + gap);
    const end = list + ((<usize>code >> 1) << 2);
    const to = line === bytes ? cur : work;
    memory.copy(to, bias, line);
    if (code & 1) gradedLines(weights, list, end, gap, to, line);
    else spikeLines(weights, list, end, to, line);
    if (line !== bytes) memory.copy(cur, work, bytes);
    listed += code >> 1;
  }
  return listed;
}
