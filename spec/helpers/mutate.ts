/** Damaged copies of a file: `count` of each kind, the same for every run. */
export function* mutations(file: Uint8Array, count: number): Generator<{ kind: string; bytes: Uint8Array }> {
  let state = 1;
  const random = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  for (let i = 0; i < count; i += 1) {
    const flipped = file.slice();
    for (let flips = 1 + random(3); flips > 0; flips -= 1) flipped[random(file.length)]! ^= 1 + random(255);
    yield { kind: 'flipped', bytes: flipped };
    yield { kind: 'cut off', bytes: file.slice(0, random(file.length)) };
    const at = random(file.length + 1);
    const more = Uint8Array.from({ length: 1 + random(16) }, () => random(256));
    yield { kind: 'inserted', bytes: Uint8Array.of(...file.subarray(0, at), ...more, ...file.subarray(at)) };
  }
}
