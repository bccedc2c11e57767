/**
 * Turns the weights of 16 outputs, `weights`[16][inputs], into 16 numbers side by side for each input, `pitch` bytes
 * from one input to the next. Each such line is written in one go.
 *
 * `weights` may be read up to 12 bytes behind its end.
 */
export function pack(weights: usize, inputs: i32, to: usize, pitch: usize): void {
  const row = <usize>inputs * 4;
  for (let rest = inputs; rest > 0; rest -= 4) {
    let x = weights;
    for (let line = to, end = to + 64; line < end; line += 16) {
      const a = v128.load(x);
      const b = v128.load(x + row);
      const c = v128.load(x + 2 * row);
      const d = v128.load(x + 3 * row);
      const ab = i32x4.shuffle(a, b, 0, 4, 1, 5);
      const cd = i32x4.shuffle(c, d, 0, 4, 1, 5);
      v128.store(line, i64x2.shuffle(ab, cd, 0, 2));
      if (rest > 1) v128.store(line + pitch, i64x2.shuffle(ab, cd, 1, 3));
      const abHigh = i32x4.shuffle(a, b, 2, 6, 3, 7);
      const cdHigh = i32x4.shuffle(c, d, 2, 6, 3, 7);
      if (rest > 2) v128.store(line + 2 * pitch, i64x2.shuffle(abHigh, cdHigh, 0, 2));
      if (rest > 3) v128.store(line + 3 * pitch, i64x2.shuffle(abHigh, cdHigh, 1, 3));
      x += 4 * row;
    }
    weights += 16;
    to += 4 * pitch;
  }
}
