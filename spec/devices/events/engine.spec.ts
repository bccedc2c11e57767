import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assemble, I32, i32 } from '../../../src/devices/events/compile/assembler.js';
import { compileKernels, Engine } from '../../../src/devices/events/engine.js';

const rowsOf = (features: number) =>
  fc.array(fc.oneof(fc.constantFrom(0, -0, 1, Number.NaN, Number.NEGATIVE_INFINITY), fc.float()), {
    minLength: features,
    maxLength: 3 * features,
  });

describe('Engine', () => {
  it('lets the first largest number of each row win, and NaN never', () => {
    const engine = new Engine();
    const sized = fc.integer({ min: 1, max: 21 }).chain((size) => fc.tuple(fc.constant(size), rowsOf(size)));
    fc.assert(
      fc.property(sized, ([features, values]) => {
        const rows = Math.floor(values.length / features);
        const x = Float32Array.from(values.slice(0, rows * features));
        const wanted = new Float32Array(x.length);
        for (let row = 0; row < rows; row++) {
          const own = [...x.subarray(row * features, (row + 1) * features)];
          const largest = Math.max(...own.filter((value) => !Number.isNaN(value)));
          const at = own.indexOf(largest);
          if (at >= 0) wanted[row * features + at] = 1;
        }
        expect(winner(engine, x, rows, features)).toEqual(wanted);
      }),
      { numRuns: 300 },
    );
    expect(engine.memory.inUse).toBe(0);
  });

  it('lists what is not zero', () => {
    const { memory, kernels } = new Engine();
    const number = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(0, 0, 0, -0, 1) }, fc.float());
    const mostlyZero = fc.array(fc.oneof({ weight: 30, arbitrary: fc.constant(0) }, number), {
      maxLength: 90,
    });
    fc.assert(
      fc.property(fc.oneof(fc.array(number, { maxLength: 40 }), mostlyZero), (values) => {
        // what follows the numbers is not listed
        const x = memory.allocFrom(Float32Array.from([...values, 5, 5, 5]));
        const list = memory.alloc((values.length + 4) * 4);
        const entries = memory.alloc((values.length + 4) * 4);
        const code = kernels.compact(x, values.length, 64, list, entries);
        const wanted = values.map((value, i) => [value, i] as const).filter(([value]) => value !== 0);
        expect(code >> 1).toBe(wanted.length);
        expect(code & 1).toBe(wanted.some(([value]) => value !== 1) ? 1 : 0);
        const offsets = new Uint32Array(memory.wasm.buffer, list, wanted.length);
        expect([...offsets]).toEqual(wanted.map(([, i]) => i * 64));
        expect([...memory.numbers.subarray(entries / 4, entries / 4 + wanted.length)]).toEqual(
          wanted.map(([value]) => value),
        );
        for (const address of [x, list, entries]) memory.free(address);
      }),
      { numRuns: 300 },
    );
  });

  it('shares its memory with modules that import it', () => {
    const engine = new Engine();
    const address = engine.alloc(4);
    expect(address).toBeGreaterThanOrEqual(engine.kernels.heap.value);
    engine.memory.numbers[address / 4] = 3;
    expect(new Float32Array(engine.memory.wasm.buffer, address, 1)[0]).toBe(3);
  });

  it('instantiates a module once, for its own memory', () => {
    const run = { name: 'run', params: [], results: [I32], locals: [], code: i32(7) };
    const module = new WebAssembly.Module(assemble([], run));
    const [a, b] = [new Engine(), new Engine()];
    let asked = 0;
    const exportsIn = (engine: Engine) =>
      engine.exportsOf(module, () => {
        asked += 1;
        return {};
      });
    expect(exportsIn(a)).toBe(exportsIn(a));
    expect(exportsIn(b)).not.toBe(exportsIn(a));
    expect(asked).toBe(2);
  });

  it('runs beside others of one module, each in its own memory', () => {
    const module = compileKernels();
    const [a, b] = [new Engine(module), new Engine(module)];
    const x = a.memory.allocFrom(Float32Array.of(1, 2));
    expect(b.memory.inUse).toBe(0);
    expect(b.memory.numbers[x / 4]).toBe(0);
  });

  it('cannot be used once it is closed, but what was made of it can be freed', () => {
    const engine = new Engine();
    const dense = engine.dense({ inputs: 1, outputs: 1, weight: Float32Array.of(1), bias: undefined });
    engine.close();
    engine.close();
    dense.free();
    expect(() => dense.launch(0, 1, 0)).toThrow('engine: it is closed');
    expect(() => engine.alloc(1)).toThrow('engine: it is closed');
  });
});

function winner({ memory, kernels }: Engine, x: Float32Array, rows: number, features: number): Float32Array {
  const [from, to] = [memory.allocFrom(x), memory.alloc(x.byteLength)];
  kernels.winner(from, rows, features, to);
  const wins = memory.numbers.slice(to / 4, to / 4 + x.length);
  for (const address of [from, to]) memory.free(address);
  return wins;
}
