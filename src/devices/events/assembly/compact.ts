// A lane's bytes; the table holds, for each of the 16 sets of lanes, the shuffle that brings them to the front.
const A: i32 = 0x03020100;
const B: i32 = 0x07060504;
const C: i32 = 0x0b0a0908;
const D: i32 = 0x0f0e0d0c;
// biome-ignore format: a table
const fronts = memory.data<i32>([
  0, 0, 0, 0,  A, 0, 0, 0,  B, 0, 0, 0,  A, B, 0, 0,  C, 0, 0, 0,  A, C, 0, 0,  B, C, 0, 0,  A, B, C, 0,
  D, 0, 0, 0,  A, D, 0, 0,  B, D, 0, 0,  A, B, D, 0,  C, D, 0, 0,  A, C, D, 0,  B, C, D, 0,  A, B, C, D,
], 16);

/**
 * Lists what is not zero among the `size` numbers at `x`, in ascending order: the index times `scale` at `list`, the
 * number at `values`. Returns twice the count, plus 1 when any of the numbers is not 1.
 *
 * Both lists need room for `size` + 4 entries, and `x` may be read up to the end of its last four numbers.
 */
export function compact(x: usize, size: i32, scale: i32, list: usize, values: usize): i32 {
  const one = f32x4.splat(1);
  const zero = f32x4.splat(0);
  const next = i32x4.splat(scale * 4);
  let entries = i32x4.mul(i32x4(0, 1, 2, 3), i32x4.splat(scale));
  let graded = zero;
  let at: usize = 0;
  let rest = size;
  while (rest > 0) {
    // one look in four, since a look costs about as much as listing four numbers
    if (rest >= 16 && !(x & 48) && silent(x)) {
      entries = i32x4.add(entries, i32x4.shl(next, 2));
      x += 64;
      rest -= 16;
      continue;
    }
    const numbers = v128.load(x);
    let active = f32x4.ne(numbers, zero);
    if (rest < 4) active = v128.and(active, i32x4.gt_s(i32x4.splat(rest), i32x4(0, 1, 2, 3)));
    graded = v128.or(graded, v128.and(active, f32x4.ne(numbers, one)));
    const lanes = i32x4.bitmask(active);
    const front = v128.load(fronts + (lanes << 4));
    v128.store(list + at, i8x16.swizzle(entries, front));
    v128.store(values + at, i8x16.swizzle(numbers, front));
    at += popcnt(lanes) << 2;
    entries = i32x4.add(entries, next);
    x += 16;
    rest -= 4;
  }
  return (<i32>at >> 1) | i32(v128.any_true(graded));
}

/** Whether 16 numbers are all zero; a negative zero counts as a number here. */
function silent(x: usize): bool {
  const left = v128.or(v128.load(x), v128.load(x, 16));
  return !v128.any_true(v128.or(left, v128.or(v128.load(x, 32), v128.load(x, 48))));
}
