import { describe, expect, it } from '@jest/globals';
import {
  ADD,
  assemble,
  callFunction,
  F64,
  float,
  get,
  I32,
  i32,
  set,
  signed,
  unsigned,
  whileBelow,
} from '../../../../src/devices/events/compile/assembler.js';

/** The exported function of a module with these imports of `math`. */
function instance(bytes: Uint8Array<ArrayBuffer>, math: Record<string, (x: number) => number> = {}) {
  const env = { memory: new WebAssembly.Memory({ initial: 1 }) };
  return new WebAssembly.Instance(new WebAssembly.Module(bytes), { env, math }).exports as Record<
    string,
    (...args: number[]) => number
  >;
}

const returned = (code: readonly number[]) =>
  instance(assemble([], { name: 'f', params: [], results: [I32], locals: [], code })).f!();

describe('assembler', () => {
  it('writes numbers in LEB128', () => {
    expect([0, 127, 128, 624485].map(unsigned)).toEqual([[0], [127], [128, 1], [0xe5, 0x8e, 0x26]]);
    expect(unsigned(2 ** 32 - 1)).toEqual([255, 255, 255, 255, 15]);
    expect([0, 63, 64, -1, -64, -65].map(signed)).toEqual([[0], [63], [192, 0], [127], [64], [191, 127]]);
  });

  it.each([0, 1, -1, 63, 64, -64, -65, 8191, 8192, 2 ** 31 - 1, -(2 ** 31)])('keeps the constant %i', (n) => {
    expect(returned(i32(n))).toBe(n);
  });

  it('writes float32 in little endian', () => {
    expect(float(1.5)).toEqual([0, 0, 0xc0, 0x3f]);
    expect(float(-0)).toEqual([0, 0, 0, 0x80]);
  });

  it('makes a module that calls its imports', () => {
    const imports = ['half', 'twice'].map((name) => ({
      module: 'math',
      name,
      params: [F64],
      results: [F64],
    }));
    const code = [...get(0), ...callFunction(1), ...callFunction(1), ...callFunction(0)];
    const bytes = assemble(imports, { name: 'f', params: [F64], results: [F64], locals: [], code });
    expect(instance(bytes, { half: (x) => x / 2, twice: (x) => 2 * x }).f!(3)).toBe(6);
  });

  it.each([0, 1, 5])('turns a loop %i times', (limit) => {
    const [sum, i] = [1, 2];
    const body = [...get(sum), ...i32(3), ...ADD, ...set(sum), ...get(i), ...i32(1), ...ADD, ...set(i)];
    const code = [...whileBelow(i, 0, body), ...get(sum)];
    const bytes = assemble([], { name: 'f', params: [I32], results: [I32], locals: [I32, I32], code });
    expect(instance(bytes).f!(limit)).toBe(3 * limit);
  });
});
