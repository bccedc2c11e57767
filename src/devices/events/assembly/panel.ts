/**
 * 16 outputs of one row: their bias plus the weights of the listed inputs, one input after the other. A lane is an
 * output, so that no sum is reordered; more than 16 outputs would not stay in V8's registers. Two inputs a round are
 * a tenth to a fifth faster than one.
 *
 * `list` up to `end` holds the byte offsets of the inputs' weights.
 */
export function spikes(weights: usize, list: usize, end: usize, bias: usize, cur: usize): void {
  let a = v128.load(bias);
  let b = v128.load(bias, 16);
  let c = v128.load(bias, 32);
  let d = v128.load(bias, 48);
  if ((end - list) & 4) {
    const w = weights + load<u32>(list);
    a = f32x4.add(a, v128.load(w));
    b = f32x4.add(b, v128.load(w, 16));
    c = f32x4.add(c, v128.load(w, 32));
    d = f32x4.add(d, v128.load(w, 48));
    list += 4;
  }
  for (; list < end; list += 8) {
    const w = weights + load<u32>(list);
    a = f32x4.add(a, v128.load(w));
    b = f32x4.add(b, v128.load(w, 16));
    c = f32x4.add(c, v128.load(w, 32));
    d = f32x4.add(d, v128.load(w, 48));
    const v = weights + load<u32>(list, 4);
    a = f32x4.add(a, v128.load(v));
    b = f32x4.add(b, v128.load(v, 16));
    c = f32x4.add(c, v128.load(v, 32));
    d = f32x4.add(d, v128.load(v, 48));
  }
  v128.store(cur, a);
  v128.store(cur, b, 16);
  v128.store(cur, c, 32);
  v128.store(cur, d, 48);
}

/** The same for inputs that are not all 1: each entry's number lies `gap` bytes behind it. */
export function graded(weights: usize, list: usize, end: usize, gap: usize, bias: usize, cur: usize): void {
  let a = v128.load(bias);
  let b = v128.load(bias, 16);
  let c = v128.load(bias, 32);
  let d = v128.load(bias, 48);
  if ((end - list) & 4) {
    const w = weights + load<u32>(list);
    const x = v128.load32_splat(list + gap);
    a = f32x4.add(a, f32x4.mul(x, v128.load(w)));
    b = f32x4.add(b, f32x4.mul(x, v128.load(w, 16)));
    c = f32x4.add(c, f32x4.mul(x, v128.load(w, 32)));
    d = f32x4.add(d, f32x4.mul(x, v128.load(w, 48)));
    list += 4;
  }
  for (; list < end; list += 8) {
    const w = weights + load<u32>(list);
    const x = v128.load32_splat(list + gap);
    a = f32x4.add(a, f32x4.mul(x, v128.load(w)));
    b = f32x4.add(b, f32x4.mul(x, v128.load(w, 16)));
    c = f32x4.add(c, f32x4.mul(x, v128.load(w, 32)));
    d = f32x4.add(d, f32x4.mul(x, v128.load(w, 48)));
    const v = weights + load<u32>(list, 4);
    const y = v128.load32_splat(list + gap, 4);
    a = f32x4.add(a, f32x4.mul(y, v128.load(v)));
    b = f32x4.add(b, f32x4.mul(y, v128.load(v, 16)));
    c = f32x4.add(c, f32x4.mul(y, v128.load(v, 32)));
    d = f32x4.add(d, f32x4.mul(y, v128.load(v, 48)));
  }
  v128.store(cur, a);
  v128.store(cur, b, 16);
  v128.store(cur, c, 32);
  v128.store(cur, d, 48);
}
