import fc from 'fast-check';

/** Files that began as `valid`: up to four bytes changed, some cut short, some with bytes added, and some of bytes alone. */
export function mutations(valid: Uint8Array): fc.Arbitrary<Uint8Array> {
  const change = fc.tuple(
    fc.nat(valid.length - 1),
    fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 127, 128, 255)),
  );
  const changed = fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => {
    const copy = valid.slice();
    for (const [at, byte] of changes) copy[at] = byte;
    return copy;
  });
  const cut = fc.tuple(changed, fc.nat(valid.length)).map(([file, length]) => file.subarray(0, length));
  const longer = fc.tuple(changed, fc.uint8Array()).map(([file, more]) => {
    const both = new Uint8Array(file.length + more.length);
    both.set(file);
    both.set(more, file.length);
    return both;
  });
  return fc.oneof(
    { weight: 6, arbitrary: changed },
    { weight: 2, arbitrary: cut },
    { weight: 1, arbitrary: longer },
    { weight: 1, arbitrary: fc.uint8Array() },
  );
}
