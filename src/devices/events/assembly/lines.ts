/**
 * Adds the weights of the listed inputs to `sums`, one input after the other: `weights` are lines of `bytes` bytes, one
 * per input, which are read as they lie. Four inputs a round, so that the sums are loaded and stored once for them, and
 * addresses that move on by 64 bytes: with an offset that grows instead, V8 computes each address anew and spends more
 * time on that than on the sums.
 *
 * `list` up to `end` holds the byte offsets of the lines; `bytes` is a multiple of 64.
 */
export function spikeLines(weights: usize, list: usize, end: usize, sums: usize, bytes: usize): void {
  const done = sums + bytes;
  for (const last = end - 12; list < last; list += 16) {
    let w0 = weights + load<u32>(list);
    let w1 = weights + load<u32>(list, 4);
    let w2 = weights + load<u32>(list, 8);
    let w3 = weights + load<u32>(list, 12);
    for (let to = sums; to < done; to += 64) {
      let a = v128.load(to);
      a = f32x4.add(a, v128.load(w0));
      a = f32x4.add(a, v128.load(w1));
      a = f32x4.add(a, v128.load(w2));
      a = f32x4.add(a, v128.load(w3));
      v128.store(to, a);
      let b = v128.load(to, 16);
      b = f32x4.add(b, v128.load(w0, 16));
      b = f32x4.add(b, v128.load(w1, 16));
      b = f32x4.add(b, v128.load(w2, 16));
      b = f32x4.add(b, v128.load(w3, 16));
      v128.store(to, b, 16);
      let c = v128.load(to, 32);
      c = f32x4.add(c, v128.load(w0, 32));
      c = f32x4.add(c, v128.load(w1, 32));
      c = f32x4.add(c, v128.load(w2, 32));
      c = f32x4.add(c, v128.load(w3, 32));
      v128.store(to, c, 32);
      let d = v128.load(to, 48);
      d = f32x4.add(d, v128.load(w0, 48));
      d = f32x4.add(d, v128.load(w1, 48));
      d = f32x4.add(d, v128.load(w2, 48));
      d = f32x4.add(d, v128.load(w3, 48));
      v128.store(to, d, 48);
      w0 += 64;
      w1 += 64;
      w2 += 64;
      w3 += 64;
    }
  }
  for (; list < end; list += 4) {
    let w0 = weights + load<u32>(list);
    for (let to = sums; to < done; to += 64) {
      let a = v128.load(to);
      a = f32x4.add(a, v128.load(w0));
      v128.store(to, a);
      let b = v128.load(to, 16);
      b = f32x4.add(b, v128.load(w0, 16));
      v128.store(to, b, 16);
      let c = v128.load(to, 32);
      c = f32x4.add(c, v128.load(w0, 32));
      v128.store(to, c, 32);
      let d = v128.load(to, 48);
      d = f32x4.add(d, v128.load(w0, 48));
      v128.store(to, d, 48);
      w0 += 64;
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
  const done = sums + bytes;
  for (const last = end - 12; list < last; list += 16) {
    let w0 = weights + load<u32>(list);
    let w1 = weights + load<u32>(list, 4);
    let w2 = weights + load<u32>(list, 8);
    let w3 = weights + load<u32>(list, 12);
    const x0 = v128.load32_splat(list + gap);
    const x1 = v128.load32_splat(list + gap, 4);
    const x2 = v128.load32_splat(list + gap, 8);
    const x3 = v128.load32_splat(list + gap, 12);
    for (let to = sums; to < done; to += 64) {
      let a = v128.load(to);
      a = f32x4.add(a, f32x4.mul(x0, v128.load(w0)));
      a = f32x4.add(a, f32x4.mul(x1, v128.load(w1)));
      a = f32x4.add(a, f32x4.mul(x2, v128.load(w2)));
      a = f32x4.add(a, f32x4.mul(x3, v128.load(w3)));
      v128.store(to, a);
      let b = v128.load(to, 16);
      b = f32x4.add(b, f32x4.mul(x0, v128.load(w0, 16)));
      b = f32x4.add(b, f32x4.mul(x1, v128.load(w1, 16)));
      b = f32x4.add(b, f32x4.mul(x2, v128.load(w2, 16)));
      b = f32x4.add(b, f32x4.mul(x3, v128.load(w3, 16)));
      v128.store(to, b, 16);
      let c = v128.load(to, 32);
      c = f32x4.add(c, f32x4.mul(x0, v128.load(w0, 32)));
      c = f32x4.add(c, f32x4.mul(x1, v128.load(w1, 32)));
      c = f32x4.add(c, f32x4.mul(x2, v128.load(w2, 32)));
      c = f32x4.add(c, f32x4.mul(x3, v128.load(w3, 32)));
      v128.store(to, c, 32);
      let d = v128.load(to, 48);
      d = f32x4.add(d, f32x4.mul(x0, v128.load(w0, 48)));
      d = f32x4.add(d, f32x4.mul(x1, v128.load(w1, 48)));
      d = f32x4.add(d, f32x4.mul(x2, v128.load(w2, 48)));
      d = f32x4.add(d, f32x4.mul(x3, v128.load(w3, 48)));
      v128.store(to, d, 48);
      w0 += 64;
      w1 += 64;
      w2 += 64;
      w3 += 64;
    }
  }
  for (; list < end; list += 4) {
    let w0 = weights + load<u32>(list);
    const x0 = v128.load32_splat(list + gap);
    for (let to = sums; to < done; to += 64) {
      let a = v128.load(to);
      a = f32x4.add(a, f32x4.mul(x0, v128.load(w0)));
      v128.store(to, a);
      let b = v128.load(to, 16);
      b = f32x4.add(b, f32x4.mul(x0, v128.load(w0, 16)));
      v128.store(to, b, 16);
      let c = v128.load(to, 32);
      c = f32x4.add(c, f32x4.mul(x0, v128.load(w0, 32)));
      v128.store(to, c, 32);
      let d = v128.load(to, 48);
      d = f32x4.add(d, f32x4.mul(x0, v128.load(w0, 48)));
      v128.store(to, d, 48);
      w0 += 64;
    }
  }
}
