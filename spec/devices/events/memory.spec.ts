import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Memory } from '../../../src/devices/events/memory.js';

describe('Memory', () => {
  it('keeps regions apart, aligned and intact, whatever is allocated and freed', () => {
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.record({ bytes: fc.integer({ min: 0, max: 60_000 }) }) },
      { weight: 2, arbitrary: fc.record({ free: fc.nat() }) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const memory = make(1004);
        const live: { address: number; length: number; mark: number }[] = [];
        for (const [mark, todo] of steps.entries()) {
          if ('bytes' in todo) {
            const address = memory.alloc(todo.bytes);
            const length = Math.floor(todo.bytes / 4);
            memory.numbers.fill(mark, address / 4, address / 4 + length);
            expect(address % 16).toBe(0);
            expect(address).toBeGreaterThanOrEqual(1004);
            live.push({ address, length, mark });
          } else if (live.length > 0) {
            memory.free(live.splice(todo.free % live.length, 1)[0]!.address);
          }
          for (const { address, length, mark } of live) {
            const numbers = memory.numbers.subarray(address / 4, address / 4 + length);
            expect(numbers.every((number) => number === mark)).toBe(true);
          }
        }
        for (const { address } of live) memory.free(address);
        expect(memory.inUse).toBe(0);
        const { byteLength } = memory.wasm.buffer;
        memory.alloc(byteLength - 1008 - 16);
        expect(memory.wasm.buffer.byteLength).toBe(byteLength);
      }),
    );
  });

  it('takes up what was freed, first gap first', () => {
    const memory = make(0);
    const [a, b, c, d] = [100, 200, 300, 400].map((bytes) => memory.alloc(bytes));
    memory.free(a!);
    memory.free(c!);
    expect(memory.alloc(300)).toBe(c);
    expect(memory.alloc(40)).toBe(a);
    memory.free(b!);
    memory.free(d!);
    expect(memory.alloc(48 + 208)).toBe(a! + 48);
  });

  it('grows with its contents, and makes the view anew', () => {
    const memory = make(0);
    const { numbers } = memory;
    const first = memory.allocFrom(Float32Array.of(1, 2, 3));
    const big = memory.alloc(5_000_000);
    expect(memory.wasm.buffer.byteLength).toBeGreaterThanOrEqual(big + 5_000_000 + 16);
    expect(numbers.length).toBe(0);
    expect([...memory.numbers.subarray(first / 4, first / 4 + 3)]).toEqual([1, 2, 3]);
    memory.wasm.grow(1);
    expect([...memory.numbers.subarray(first / 4, first / 4 + 3)]).toEqual([1, 2, 3]);
    expect(memory.alloc(20_000_000)).toBeGreaterThan(big);
  });

  it('keeps the end of the memory free, where kernels read four numbers at once', () => {
    const memory = make(0);
    expect(memory.alloc(65536 - 16)).toBe(0);
    expect(memory.wasm.buffer.byteLength).toBe(65536);
    memory.alloc(1);
    expect(memory.wasm.buffer.byteLength).toBe(2 * 65536);
  });

  it('names the rule that a call breaks', () => {
    const memory = new Memory(new WebAssembly.Memory({ initial: 1, maximum: 2 }), 0);
    const address = memory.alloc(8);
    memory.free(address);
    const rule = 'memory: can free only its regions, got address 0';
    expect(() => memory.free(address)).toThrow(new RangeError(rule));
    memory.alloc(32);
    expect(() => memory.alloc(200_000)).toThrow('memory: cannot grow by 3 pages, 32 bytes are in use');
    expect(memory.alloc(65536)).toBe(32);
  });
});

function make(start: number): Memory {
  return new Memory(new WebAssembly.Memory({ initial: 1, maximum: 65536 }), start);
}
