import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readSafetensors } from '../../src/io/safetensors.js';
import { temporaryFolders } from '../helpers/files.js';
import { mutationCount, mutations } from '../helpers/mutations.js';

const folder = temporaryFolders();

function file(header: unknown, data: ArrayBufferView | number[] = []): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const length = new Uint8Array(BigUint64Array.of(BigInt(text.length)).buffer);
  const bytes = Array.isArray(data) ? data : new Uint8Array(data.buffer);
  return Uint8Array.of(...length, ...text, ...bytes);
}
const entry = (dtype: string, shape: unknown, begin: unknown, end: unknown) => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});

describe('readSafetensors', () => {
  it('reads the tensors of a file, and passes over its metadata', async () => {
    const path = join(folder(), 'net.safetensors');
    const header = {
      __metadata__: { format: 'pt' },
      'fc1.bias': entry('F32', [2], 16, 24),
      'fc1.weight': entry('F32', [2, 2], 0, 16),
    };
    writeFileSync(path, file(header, Float32Array.of(1, 2, 3, 4, -0.5, 0.1)));
    const tensors = await readSafetensors(path);
    expect(tensors).toEqual({
      'fc1.bias': { shape: [2], data: Float32Array.of(-0.5, 0.1) },
      'fc1.weight': { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
    });
  });

  it.each([
    ['F64', Float64Array.of(0.1, -2), [0.1, -2]],
    ['F16', Uint16Array.of(0x3e00, 0xc000), [1.5, -2]],
    ['BF16', Uint16Array.of(0x3fc0, 0xc000), [1.5, -2]],
    ['I8', Int8Array.of(1, -2), [1, -2]],
    ['I16', Int16Array.of(300, -2), [300, -2]],
    ['I32', Int32Array.of(70000, -2), [70000, -2]],
    ['I64', BigInt64Array.of(2n ** 40n, -2n), [2 ** 40, -2]],
    ['U8', Uint8Array.of(1, 254), [1, 254]],
    ['U16', Uint16Array.of(1, 65534), [1, 65534]],
    ['U32', Uint32Array.of(1, 2 ** 31), [1, 2 ** 31]],
    ['U64', BigUint64Array.of(1n, 2n ** 63n), [1, 2 ** 63]],
    ['BOOL', Uint8Array.of(1, 0), [1, 0]],
  ])('turns %s into float32', async (dtype, data, numbers) => {
    const { x } = await readSafetensors(file({ x: entry(dtype, [2], 0, data.byteLength) }, data));
    expect(x).toEqual({ shape: [2], data: Float32Array.from(numbers) });
  });

  it('reads every half-precision kind: zero, subnormal, largest, infinite, not a number', async () => {
    const bits = Uint16Array.of(0x8000, 0x0001, 0x03ff, 0x7bff, 0xfc00, 0x7e00);
    const { x } = await readSafetensors(file({ x: entry('F16', [6], 0, 12) }, bits));
    const { NaN: nan, NEGATIVE_INFINITY: minus } = Number;
    expect([...x!.data]).toEqual([-0, 2 ** -24, 1023 * 2 ** -24, 65504, minus, nan]);
  });

  it('reads scalars, empty tensors, an empty file, and names such as __proto__', async () => {
    const header = `{"s": {"dtype": "U8", "shape": [], "data_offsets": [0, 1]},
      "e": {"dtype": "F32", "shape": [0, 3], "data_offsets": [1, 1]},
      "__proto__": {"dtype": "U8", "shape": [1], "data_offsets": [1, 2]}}   `;
    const tensors = await readSafetensors(file(header, [7, 8]));
    expect(tensors.s).toEqual({ shape: [], data: Float32Array.of(7) });
    expect(tensors.e).toEqual({ shape: [0, 3], data: new Float32Array() });
    expect(Object.keys(tensors)).toEqual(['s', 'e', '__proto__']);
    expect(await readSafetensors(file({}))).toEqual({});
  });

  it('is not taken for gzip by a header as long as gzip begins', async () => {
    const header = JSON.stringify({ x: entry('U8', [1], 0, 1) }).padEnd(0x8b1f);
    expect(await readSafetensors(file(header, [1]))).toEqual({ x: { shape: [1], data: Float32Array.of(1) } });
  });

  it.each([
    ['no length', new Uint8Array(7), 'expected at least 8 bytes, got 7'],
    ['a header beyond the end', file('{}').subarray(0, 9), 'the header must have at most 1 bytes, got 2'],
    ['an endless header', new Uint8Array(8).fill(255), 'at most 0 bytes, got 18446744073709551615'],
    ['no JSON', file('{"x"'), 'the header must be JSON, got '],
    ['no text', Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 255), 'the header must be JSON, got '],
    ['no object', file('[1]'), 'the header must be a JSON object, got [1]'],
    ['null', file('null'), 'the header must be a JSON object, got null'],
    ['an unknown type', file({ w: entry('F8', [1], 0, 1) }, [1]), 'w: dtype must be one of F32, F64,'],
    ['an inherited type', file({ w: entry('toString', [1], 0, 1) }, [1]), 'w: dtype must be one of'],
    ['no entry', file({ w: null }), 'w: dtype must be one of'],
    [
      'a negative size',
      file({ w: entry('U8', [-1], 0, 1) }, [1]),
      'w: shape must be an array of sizes, got [-1]',
    ],
    ['no shape', file({ w: entry('U8', 3, 0, 1) }, [1]), 'w: shape must be an array of sizes, got 3'],
    [
      'broken offsets',
      file({ w: entry('U8', [1], 0.5, 1) }, [1]),
      'w: data_offsets must be two places in the file',
    ],
    [
      'another size',
      file({ w: entry('F32', [2, 3], 0, 4) }, [1, 2, 3, 4]),
      'w: [2, 3] of F32 takes 24 bytes, got 4',
    ],
    ['a reversed range', file({ w: entry('U8', [1], 1, 0) }, [1]), 'w: [1] of U8 takes 1 bytes, got -1'],
    ['data beyond the end', file({ w: entry('U8', [9], 0, 9) }, [1]), 'expected 9 bytes of data, got 1'],
    ['data left over', file({ w: entry('U8', [1], 0, 1) }, [1, 2]), 'expected 1 bytes of data, got 2'],
    [
      'an overlap',
      file({ v: entry('U8', [2], 0, 2), w: entry('U8', [2], 1, 3) }, [1, 2, 3]),
      'w: the data must begin at 2, got 1',
    ],
    ['a gap', file({ w: entry('U8', [1], 1, 2) }, [1, 2]), 'w: the data must begin at 0, got 1'],
    [
      'sizes beyond a number',
      file({ w: entry('F32', Array(40).fill(2 ** 52), 0, 4) }, [1, 2, 3, 4]),
      / of F32 takes \d{600,} bytes, got 4$/,
    ],
  ])('refuses %s', async (_, bytes, message) => {
    await expect(readSafetensors(bytes)).rejects.toThrow(/^readSafetensors: the bytes: /);
    await expect(readSafetensors(bytes)).rejects.toThrow(message);
  });

  it('names a missing file, and refuses another argument', async () => {
    const path = join(folder(), 'nothing');
    await expect(readSafetensors(path)).rejects.toThrow(`readSafetensors: cannot read ${path}: ENOENT`);
    await expect(readSafetensors(null as never)).rejects.toThrow(TypeError);
  });

  const tensorsOrError = async (bytes: Uint8Array) => {
    try {
      for (const { shape, data } of Object.values(await readSafetensors(bytes))) {
        expect(data.length).toBe(shape.reduce((a, b) => a * b, 1));
      }
    } catch (error) {
      expect((error as Error).message).toMatch(/^readSafetensors: /);
    }
  };

  it('gives tensors or an Error for any bytes', async () => {
    const header = { a: entry('F32', [2], 0, 8), b: entry('I16', [1, 1], 8, 10) };
    const valid = file(header, Array(10).fill(1));
    for (const { bytes } of mutations(valid, mutationCount(600))) await tensorsOrError(bytes);
  });

  it('gives tensors or an Error for any header', async () => {
    const headers = fc.json().map((text) => file(text, [1, 2, 3]));
    await fc.assert(fc.asyncProperty(headers, tensorsOrError), { seed: 1, numRuns: 1000 });
  });
});
