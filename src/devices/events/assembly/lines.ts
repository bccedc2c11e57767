/**
 * Adds the weights of the listed inputs to `sums`, one input after the other: `weights` are lines of `bytes` bytes, one an
 * input, which are read as they lie. Eight inputs a round, so that the sums are loaded and stored once for them.
 *
 * `list` up to `end` holds the byte offsets of the lines; `bytes` is a multiple of 32.
 */
export function spikeLines(weights: usize, list: usize, end: usize, sums: usize, bytes: usize): void {
  for (const last = end - 28; list < last; list += 32) {
    const w0 = weights + load<u32>(list);
    const w1 = weights + load<u32>(list, 4);
    const w2 = weights + load<u32>(list, 8);
    const w3 = weights + load<u32>(list, 12);
    const w4 = weights + load<u32>(list, 16);
    const w5 = weights + load<u32>(list, 20);
    const w6 = weights + load<u32>(list, 24);
    const w7 = weights + load<u32>(list, 28);
    for (let o: usize = 0; o < bytes; o += 32) {
      let a = v128.load(sums + o);
      let b = v128.load(sums + o, 16);
      a = f32x4.add(a, v128.load(w0 + o));
      b = f32x4.add(b, v128.load(w0 + o, 16));
      a = f32x4.add(a, v128.load(w1 + o));
      b = f32x4.add(b, v128.load(w1 + o, 16));
      a = f32x4.add(a, v128.load(w2 + o));
      b = f32x4.add(b, v128.load(w2 + o, 16));
      a = f32x4.add(a, v128.load(w3 + o));
      b = f32x4.add(b, v128.load(w3 + o, 16));
      a = f32x4.add(a, v128.load(w4 + o));
      b = f32x4.add(b, v128.load(w4 + o, 16));
      a = f32x4.add(a, v128.load(w5 + o));
      b = f32x4.add(b, v128.load(w5 + o, 16));
      a = f32x4.add(a, v128.load(w6 + o));
      b = f32x4.add(b, v128.load(w6 + o, 16));
      a = f32x4.add(a, v128.load(w7 + o));
      b = f32x4.add(b, v128.load(w7 + o, 16));
      v128.store(sums + o, a);
      v128.store(sums + o, b, 16);
    }
  }
  for (; list < end; list += 4) {
    const w0 = weights + load<u32>(list);
    for (let o: usize = 0; o < bytes; o += 32) {
      let a = v128.load(sums + o);
      let b = v128.load(sums + o, 16);
      a = f32x4.add(a, v128.load(w0 + o));
      b = f32x4.add(b, v128.load(w0 + o, 16));
      v128.store(sums + o, a);
      v128.store(sums + o, b, 16);
    }
  }
}

/** The same for inputs that are not all 1: each entry's number lies `gap` bytes behind it. */
export function gradedLines(
  weights: usize,
  list: usize,
  end: usize,
  gap: usize,
  sums: usize,
  bytes: usize,
): void {
  for (const last = end - 28; list < last; list += 32) {
    const w0 = weights + load<u32>(list);
    const w1 = weights + load<u32>(list, 4);
    const w2 = weights + load<u32>(list, 8);
    const w3 = weights + load<u32>(list, 12);
    const w4 = weights + load<u32>(list, 16);
    const w5 = weights + load<u32>(list, 20);
    const w6 = weights + load<u32>(list, 24);
    const w7 = weights + load<u32>(list, 28);
    const x0 = v128.load32_splat(list + gap);
    const x1 = v128.load32_splat(list + gap, 4);
    const x2 = v128.load32_splat(list + gap, 8);
    const x3 = v128.load32_splat(list + gap, 12);
    const x4 = v128.load32_splat(list + gap, 16);
    const x5 = v128.load32_splat(list + gap, 20);
    const x6 = v128.load32_splat(list + gap, 24);
    const x7 = v128.load32_splat(list + gap, 28);
    for (let o: usize = 0; o < bytes; o += 32) {
      let a = v128.load(sums + o);
      let b = v128.load(sums + o, 16);
      a = f32x4.add(a, f32x4.mul(x0, v128.load(w0 + o)));
      b = f32x4.add(b, f32x4.mul(x0, v128.load(w0 + o, 16)));
      a = f32x4.add(a, f32x4.mul(x1, v128.load(w1 + o)));
      b = f32x4.add(b, f32x4.mul(x1, v128.load(w1 + o, 16)));
      a = f32x4.add(a, f32x4.mul(x2, v128.load(w2 + o)));
      b = f32x4.add(b, f32x4.mul(x2, v128.load(w2 + o, 16)));
      a = f32x4.add(a, f32x4.mul(x3, v128.load(w3 + o)));
      b = f32x4.add(b, f32x4.mul(x3, v128.load(w3 + o, 16)));
      a = f32x4.add(a, f32x4.mul(x4, v128.load(w4 + o)));
      b = f32x4.add(b, f32x4.mul(x4, v128.load(w4 + o, 16)));
      a = f32x4.add(a, f32x4.mul(x5, v128.load(w5 + o)));
      b = f32x4.add(b, f32x4.mul(x5, v128.load(w5 + o, 16)));
      a = f32x4.add(a, f32x4.mul(x6, v128.load(w6 + o)));
      b = f32x4.add(b, f32x4.mul(x6, v128.load(w6 + o, 16)));
      a = f32x4.add(a, f32x4.mul(x7, v128.load(w7 + o)));
      b = f32x4.add(b, f32x4.mul(x7, v128.load(w7 + o, 16)));
      v128.store(sums + o, a);
      v128.store(sums + o, b, 16);
    }
  }
  for (; list < end; list += 4) {
    const w0 = weights + load<u32>(list);
    const x0 = v128.load32_splat(list + gap);
    for (let o: usize = 0; o < bytes; o += 32) {
      let a = v128.load(sums + o);
      let b = v128.load(sums + o, 16);
      a = f32x4.add(a, f32x4.mul(x0, v128.load(w0 + o)));
      b = f32x4.add(b, f32x4.mul(x0, v128.load(w0 + o, 16)));
      v128.store(sums + o, a);
      v128.store(sums + o, b, 16);
    }
  }
}
