import { describe, expect, it, jest } from '@jest/globals';
import { replay } from 'rxsnn';
import { crc32 } from '../../../src/io/bytes/crc32.js';
import { RecordingBytes } from '../../../src/io/recording/write.js';
import { mutationCount, mutations } from '../../helpers/mutations.js';

const signals = [
  { layer: 'a', signal: 'spk', last: false, shape: [1, 40] },
  { layer: null, signal: 'mem', last: true, shape: [1, 2] },
];

/** A recording of 6 steps in 3 blocks: of address events, of bits, and silent. */
function recording(): Uint8Array {
  const bytes = new RecordingBytes(signals, 2);
  const parts = [bytes.header()];
  for (let t = 0; t < 6; t += 1) {
    const spk = Float32Array.from({ length: 40 }, (_, i) =>
      Number(t < 2 ? i === 7 + t : t < 4 && i % 2 === 0),
    );
    const block = bytes.add([spk, Float32Array.of(t / 3, t)]);
    if (block) parts.push(block);
  }
  return Uint8Array.of(...parts.flatMap((part) => [...part]), ...bytes.end());
}

/** What a replay gives, and how it ends. */
function outcome(file: Uint8Array, strict: boolean) {
  return new Promise<{ steps: number; numbers: number; error?: Error }>((resolve) => {
    let [steps, numbers] = [0, 0];
    replay(file, { strict }).subscribe({
      next: (step) => {
        steps += 1;
        for (const { data } of [...Object.values(step.signals), ...Object.values(step.layers.a ?? {})])
          numbers += data.length;
      },
      error: (error: Error) => resolve({ steps, numbers, error }),
      complete: () => resolve({ steps, numbers }),
    });
  });
}

/** The same bytes with the checksums of what they have set right, so that the damage gets past them. */
function sealed(file: Uint8Array): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const seal = (at: number, length: number): number => {
    const end = at + length;
    if (end + 4 > file.length) return file.length;
    view.setUint32(end, crc32(file.subarray(at, end)), true);
    return end + 4;
  };
  if (file.length < 40) return file;
  let at = seal(0, 16 + view.getUint32(12, true));
  while (at + 24 < file.length && file[at + 1] === 0x42) at = seal(at, 20 + view.getUint32(at + 16, true));
  if (file.length > 60) seal(at, file.length - 20 - at);
  return file;
}

// tens of thousands of files, on a machine that may be busy
jest.setTimeout(60_000);

const MANY = mutationCount(1000);

describe('damaged recordings', () => {
  const whole = recording();

  it.each([
    ['as they are', (file: Uint8Array) => file, true],
    ['cut off', (file: Uint8Array) => file, false],
    ['with sound checksums', sealed, true],
    ['with sound checksums and cut off', sealed, false],
  ] as const)('%s: every one gives steps or an error', async (_, prepare, strict) => {
    expect(await outcome(whole, strict)).toEqual({ steps: 6, numbers: 6 * 42 });
    let errors = 0;
    let past = 0;
    for (const { kind, bytes } of mutations(whole, strict && prepare === (sealed as unknown) ? MANY : 300)) {
      const { steps, numbers, error } = await outcome(prepare(bytes), strict);
      if (error) errors += 1;
      else if (kind === 'flipped') past += 1;
      const known = !error || /^replay: the bytes: .*, got .* at byte \d+$/.test(error.message);
      if (!known || steps > 100 || numbers > 1e6) {
        throw new Error(
          `${steps} steps, ${numbers} numbers and ${error?.stack} of ${Buffer.from(bytes).toString('hex')}`,
        );
      }
    }
    expect(errors).toBeGreaterThan(100);
    if (prepare === (sealed as unknown)) expect(past).toBeGreaterThan(25);
  });

  it.each([
    [
      'another file',
      (f: Uint8Array) => f.fill(65, 0, 3),
      'a recording must begin with RXSNNREC, got "AAANNREC" at byte 0',
    ],
    ['a later version', (f: Uint8Array) => f.fill(2, 8, 9), 'the version must be 1, got 2 at byte 8'],
    [
      'a header of gigabytes',
      (f: Uint8Array) => f.fill(64, 15, 16),
      'the header must have at most 16777216 bytes, got',
    ],
    ['a changed header', (f: Uint8Array) => f.fill(65, 20, 21), 'the checksum of the header must be'],
    ['a changed block', (f: Uint8Array) => f.fill(65, 250, 251), 'the checksum of the block must be'],
    [
      'a changed index',
      (f: Uint8Array) => f.fill(65, f.length - 30, f.length - 29),
      'the checksum of the index must be',
    ],
  ])('tells of %s', async (_, damage, message) => {
    const { error } = await outcome(damage(whole.slice()), true);
    expect(error?.message).toMatch(`replay: the bytes: ${message}`);
  });

  it('needs no index where strict is false', async () => {
    const damaged = whole.slice().fill(65, whole.length - 30, whole.length - 29);
    expect(await outcome(damaged, false)).toEqual({ steps: 6, numbers: 6 * 42 });
  });

  it('takes no memory for shapes that are too large', async () => {
    const huge = new RecordingBytes([{ layer: null, signal: 'spk', last: true, shape: [1, 1] }], 1);
    const text = new TextDecoder('latin1').decode(Uint8Array.of(...huge.header(), ...huge.end()));
    const grown = Uint8Array.from(text.replace('[1,1]', '[9,1e8]'), (char) => char.charCodeAt(0));
    new DataView(grown.buffer).setUint32(12, grown[12]! + 2, true);
    const { error } = await outcome(sealed(grown), true);
    expect(error?.message).toMatch(
      'replay: the bytes: a step must have at most 268435456 bytes, got 3600000000',
    );
  });
});
