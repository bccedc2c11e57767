import { describe, expect, it } from '@jest/globals';
import { numbersOf } from '../../src/devices/blockInput.js';
import type { Device } from '../../src/devices/device.js';
import { lazily } from '../../src/devices/lazy.js';
import { HostMemory, type Memory } from '../../src/devices/memory.js';
import { openDevice } from '../../src/devices/registry.js';
import { HostTensor } from '../../src/tensor.js';

/** A device's memory that counts who retains it. */
class Counting implements Memory {
  taken = false;
  readonly resident = true;
  readonly settled = undefined;
  retained = 0;
  constructor(private readonly data: Float32Array) {}
  read(slot: number, size: number): Float32Array {
    return this.data.subarray(slot * size, (slot + 1) * size);
  }
  retain(): void {
    this.retained += 1;
  }
  release(): void {
    this.retained -= 1;
  }
  keep(): void {}
  forget(): void {}
  retire(): void {}
  rescue(): void {}
}

const device: Device = openDevice('cpu');
const step = (x: number) => new HostTensor([1, 1], Float32Array.of(x));

/** Doubles its input, notes how many steps came together, and fails when it meets `poison`. */
function doubling(block: number, { poison = Number.NaN, host = false, fleeting = false } = {}) {
  const blocks: number[] = [];
  const memories: Counting[] = [];
  const operation = lazily(
    {
      run(steps, [input]) {
        const x = numbersOf(input!, 1, steps);
        if (x.includes(poison)) throw new Error('device lost');
        blocks.push(steps);
        const doubled = x.map((value) => 2 * value);
        if (host) return new HostMemory(doubled);
        memories.push(new Counting(doubled));
        return memories.at(-1)!;
      },
      free: () => blocks.push(0),
    },
    { device, shape: [1, 1], outputs: 1, block, fleeting },
  );
  return { operation, blocks, memories };
}

describe('lazily', () => {
  it('computes when a block is full, when somebody reads, and what is left when it is freed', () => {
    const { operation, blocks } = doubling(3);
    const results = [1, 2, 3, 4, 5, 6].map((x) => {
      const [tensor] = operation.run([step(x)]);
      if (x === 5) expect([...tensor!.data]).toEqual([10]);
      return tensor!;
    });
    expect(blocks).toEqual([3, 2]);
    operation.free();
    expect(blocks).toEqual([3, 2, 1, 0]);
    expect(results.map(({ data }) => data[0])).toEqual([2, 4, 6, 8, 10, 12]);
  });

  it('takes what two upstream blocks made in two runs, and lets go of both', () => {
    const [first, second] = [doubling(2), doubling(4)];
    const results = [1, 2, 3, 4].map((x) => second.operation.run(first.operation.run([step(x)]))[0]!);
    expect(first.blocks).toEqual([2, 2]);
    expect(second.blocks).toEqual([2, 2]);
    expect(results.map(({ data }) => data[0])).toEqual([4, 8, 12, 16]);
    expect(first.memories.map(({ retained }) => retained)).toEqual([0, 0]);
  });

  it('waits for no more steps than came together where they are overwritten', () => {
    const [first, second] = [doubling(2, { fleeting: true }), doubling(3)];
    const results = [1, 2, 3, 4, 5].map((x) => second.operation.run(first.operation.run([step(x)]))[0]!);
    expect(second.blocks).toEqual([2, 2]);
    expect(results.map((tensor) => tensor.data)).toEqual([4, 8, 12, 16, 20].map((y) => Float32Array.of(y)));
    const [now, then] = [doubling(1, { fleeting: true }), doubling(3)];
    then.operation.run(now.operation.run([step(1)]));
    expect(then.blocks).toEqual([1]);
  });

  it('brings the numbers of several runs together where they are the host’s', () => {
    const [first, second] = [doubling(1, { host: true }), doubling(4)];
    const results = [1, 2, 3, 4].map((x) => second.operation.run(first.operation.run([step(x)]))[0]!);
    expect(second.blocks).toEqual([4]);
    expect(results.map(({ data }) => data[0])).toEqual([4, 8, 12, 16]);
  });

  it('gives its failure to everyone who asks for what it did not compute, frees quietly, and retains nothing', () => {
    const [first, second] = [doubling(1), doubling(3, { poison: 4 })];
    const run = (x: number) => second.operation.run(first.operation.run([step(x)]))[0]!;
    const [before, poisoned] = [run(1), run(2)];
    expect(() => run(3)).toThrow('device lost');
    expect([...before.data]).toEqual([4]);
    expect(() => poisoned.data).toThrow('device lost');
    second.operation.free();
    expect(second.blocks).toEqual([1, 0]);
    expect(first.memories.map(({ retained }) => retained)).toEqual([0, 0, 0]);
  });
});
