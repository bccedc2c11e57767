/** Damaged copies of each kind that a spec tries: `MUTATIONS=10000 npx jest NAME` tries more. */
export const mutationCount = (usual: number): number => Number(process.env.MUTATIONS ?? usual);

export interface Mutation {
  readonly kind: 'flipped' | 'cut off' | 'inserted' | 'of bytes alone';
  readonly bytes: Uint8Array;
}

/** Damaged copies of a file: `count` of each kind, the same for every run. */
export function* mutations(file: Uint8Array, count: number): Generator<Mutation> {
  let state = 1;
  const random = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const some = (most: number) => Uint8Array.from({ length: 1 + random(most) }, () => random(256));
  const telling = [0, 1, 127, 128, 255];
  for (let i = 0; i < count; i += 1) {
    const flipped = file.slice();
    for (let flips = 1 + random(4); flips > 0; flips -= 1) {
      const at = random(file.length);
      flipped[at] = random(3) === 0 ? telling[random(telling.length)]! : flipped[at]! ^ (1 + random(255));
    }
    yield { kind: 'flipped', bytes: flipped };
    yield { kind: 'cut off', bytes: file.slice(0, random(file.length)) };
    yield { kind: 'inserted', bytes: withMore(file, random(file.length + 1), some(16)) };
    if (i % 10 === 0) yield { kind: 'of bytes alone', bytes: some(64) };
  }
}

function withMore(file: Uint8Array, at: number, more: Uint8Array): Uint8Array {
  const all = new Uint8Array(file.length + more.length);
  all.set(file.subarray(0, at));
  all.set(more, at);
  all.set(file.subarray(at), at + more.length);
  return all;
}
