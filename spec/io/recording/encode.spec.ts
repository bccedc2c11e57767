import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { crc32 } from '../../../src/io/bytes/crc32.js';
import { decodeSignals } from '../../../src/io/recording/decode.js';
import { encodeSignal } from '../../../src/io/recording/encode.js';

const fault = (rule: string, got: unknown) => new Error(`${rule}, got ${got}`);
const floats = (words: readonly number[]) => new Float32Array(Uint32Array.from(words).buffer);
const one = 0x3f80_0000;

describe('encodeSignal', () => {
  // two steps of ten numbers
  it.each([
    ['nothing, where all are zero', Array(20).fill(0), '00 00000000'],
    [
      'address events, where they are few',
      [...Array(7).fill(0), one, 0, one, ...Array(300).fill(0)],
      undefined,
    ],
    ['bits, where they are many', Array(16).fill(one), '01 06000000 0000803f ffff'],
    [
      'bits of another value than 1',
      [...Array(8).fill(0x4000_0000), ...Array(8).fill(0)],
      '01 06000000 00000040 ff00',
    ],
    ['float32, where there are two values', [0x8000_0000, one], '03 08000000 000000800000803f'],
  ])('keeps %s', (_, words, hex) => {
    const bytes = encodeSignal(floats(words), words.length / 2);
    if (hex) expect(Buffer.from(bytes).toString('hex')).toBe(hex.replaceAll(' ', ''));
    else expect(bytes[0]).toBe(2);
  });

  it('writes an event as the zeros before it, in 7 bits a byte', () => {
    const words = Array(2 * 400).fill(0);
    words[3] = one;
    words[303] = one;
    words[400 + 399] = one;
    // 2 events: 3 zeros, 299 zeros; 1 event: 399 zeros
    const expected = '02 0b000000 0000803f 02 03 ab02 01 8f03'.replaceAll(' ', '');
    expect(Buffer.from(encodeSignal(floats(words), 400)).toString('hex')).toBe(expected);
  });

  it('gives back any numbers to the bit, in no more room than they take', () => {
    const word = [
      fc.constantFrom(0, 0x4000_0000),
      fc.oneof(
        fc.constantFrom(0, one, 0x8000_0000, 0x7fc0_0001, 1),
        fc.integer({ min: 0, max: 0xffff_ffff }),
      ),
      fc.integer({ min: 0, max: 60 }).map((n) => (n === 0 ? one : 0)),
    ];
    const block = fc
      .tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 300 }), fc.constantFrom(...word))
      .chain(([steps, size, words]) => {
        const length = { minLength: steps * size, maxLength: steps * size };
        return fc.tuple(fc.constant(steps), fc.constant(size), fc.array(words, length));
      });
    fc.assert(
      fc.property(block, ([steps, size, words]) => {
        const bytes = encodeSignal(floats(words), size);
        expect(bytes.length).toBeLessThanOrEqual(4 * words.length + 9);
        const [data] = decodeSignals(bytes, steps, [size], fault);
        expect([...new Uint32Array(data!.buffer)]).toEqual(words);
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

describe('crc32', () => {
  it('is that of zip', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf4_3926);
    expect(crc32(new Uint8Array(0))).toBe(0);
  });
});
