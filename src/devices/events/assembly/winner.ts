/** `wins`[rows][features] = 1 at the first largest number of each row of `x`, 0 elsewhere; NaN never wins. */
export function winner(x: usize, rows: i32, features: i32, wins: usize): void {
  const bytes = <usize>features * 4;
  memory.fill(wins, 0, rows * bytes);
  for (let row = 0; row < rows; row++) {
    const at = first(x, features, largest(x, features));
    if (at < features) store<f32>(wins + ((<usize>at) << 2), 1);
    x += bytes;
    wins += bytes;
  }
}

function largest(x: usize, features: i32): f32 {
  let lanes = f32x4.splat(-Infinity);
  let rest = features;
  // where it is not larger, pmax keeps its first operand, so a NaN is passed over
  for (; rest >= 4; rest -= 4, x += 16) lanes = f32x4.pmax(lanes, v128.load(x));
  lanes = f32x4.pmax(lanes, i32x4.shuffle(lanes, lanes, 2, 3, 0, 1));
  lanes = f32x4.pmax(lanes, i32x4.shuffle(lanes, lanes, 1, 0, 3, 2));
  let best = f32x4.extract_lane(lanes, 0);
  for (; rest > 0; rest--, x += 4) {
    const number = load<f32>(x);
    if (number > best) best = number;
  }
  return best;
}

/** Index of `number`; `features` where it is not found, which is when all are NaN. */
function first(x: usize, features: i32, number: f32): i32 {
  let at = 0;
  while (at < features && load<f32>(x + ((<usize>at) << 2)) !== number) at++;
  return at;
}
