import { describe, expect, it } from '@jest/globals';
import { Engine } from '../../../src/devices/events/engine.js';
import { type EngineOperation, inEngine } from '../../../src/devices/events/operation.js';
import type { Memory } from '../../../src/devices/memory.js';

/** Adds 1 to each number, and notes where its numbers lay. */
function adding(engine: Engine) {
  const launches: { x: number; results: number }[] = [];
  const operation: EngineOperation = {
    launch(steps, [x], results) {
      const { numbers } = engine.memory;
      launches.push({ x: x!, results });
      for (let i = 0; i < 2 * steps; i++) numbers[results / 4 + i] = numbers[x! / 4 + i]! + 1;
    },
    free: () => undefined,
  };
  return { launches, block: inEngine(engine, { inputs: [2], result: 2, results: 1 }, operation) };
}

const read = (memory: Memory, steps = 1) =>
  Array.from({ length: steps }, (_, slot) => [...(memory.read(slot, 2) as Float32Array)]).flat();
const host = (...numbers: number[]) => ({ numbers: Float32Array.from(numbers) });

describe('an operation in an engine', () => {
  it('takes the results of another from where they lie, also some of its steps', () => {
    const engine = new Engine();
    const [a, b] = [adding(engine), adding(engine)];
    const memory = a.block.run(2, [host(1, 2, 3, 4)], []);
    expect(read(b.block.run(2, [{ memory, slot: 0 }], []), 2)).toEqual([3, 4, 5, 6]);
    expect(read(b.block.run(1, [{ memory, slot: 1 }], []))).toEqual([5, 6]);
    const { results } = a.launches[0]!;
    expect(b.launches.map(({ x }) => x)).toEqual([results, results + 8]);
  });

  it('brings them once more when they were overwritten, and its own', () => {
    const engine = new Engine();
    const [a, b] = [adding(engine), adding(engine)];
    const memory = a.block.run(1, [host(1, 2)], []);
    memory.keep(0);
    a.block.run(1, [host(7, 8)], []);
    expect(read(b.block.run(1, [{ memory, slot: 0 }], []))).toEqual([3, 4]);
    expect(read(a.block.run(1, [{ memory, slot: 0 }], []))).toEqual([3, 4]);
    const own = a.block.run(1, [host(0, 0)], []);
    expect(read(a.block.run(1, [{ memory: own, slot: 0 }], []))).toEqual([2, 2]);
  });

  it('returns numbers of their own, which later runs and other engines leave alone', () => {
    const engine = new Engine();
    const { block } = adding(engine);
    const kept = Array.from({ length: 50 }, (_, i) => {
      const memory = block.run(1, [host(i, -i)], []);
      memory.keep(0);
      return memory;
    });
    expect(kept.map((memory) => read(memory))).toEqual(Array.from({ length: 50 }, (_, i) => [i + 1, 1 - i]));
    const other = adding(new Engine());
    expect(read(other.block.run(1, [{ memory: kept[49]!, slot: 0 }], []))).toEqual([51, -47]);
    const large = new Float32Array(2 * 20000).fill(1);
    expect(read(block.run(20000, [{ numbers: large }], []), 20000).every((x) => x === 2)).toBe(true);
  });

  it('copies out what a step can still reach, and what is retained, before it is overwritten', () => {
    const engine = new Engine();
    const { block } = adding(engine);
    const memory = block.run(3, [host(1, 1, 2, 2, 3, 3)], []);
    memory.keep(0);
    memory.keep(1);
    memory.forget(1);
    memory.retain(2);
    block.run(1, [host(0, 0)], []);
    expect([memory.read(0, 2), memory.read(2, 2)]).toEqual([Float32Array.of(2, 2), Float32Array.of(4, 4)]);
    const rule =
      'tensor: a layer took it up and its step has passed; read it while the step passes, or probe it';
    expect(() => memory.read(1, 2)).toThrow(new Error(rule));
  });

  it('copies out once, to where somebody asks for', () => {
    const engine = new Engine();
    const { block } = adding(engine);
    const first = block.run(2, [host(1, 2, 3, 4)], []);
    const into = new Float32Array(2);
    expect(first.read(1, 2, into)).toBe(into);
    const copy = first.read(0, 2);
    first.keep(0);
    block.run(2, [host(0, 0, 0, 0)], []);
    expect(first.read(1, 2)).toBe(into);
    expect(first.read(0, 2)).toBe(copy);
    expect(read(first, 2)).toEqual([2, 3, 4, 5]);
    const other = new Float32Array(2);
    expect([first.read(0, 2, other), other]).toEqual([other, Float32Array.of(2, 3)]);
  });

  it('gives its memory back', () => {
    const engine = new Engine();
    const { block } = adding(engine);
    block.run(3, [host(1, 2, 3, 4, 5, 6)], []);
    expect(engine.memory.inUse).toBeGreaterThan(0);
    block.free();
    expect(engine.memory.inUse).toBe(0);
  });
});
