import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { HostKernels } from '../../../src/devices/gpu/hostKernels.js';
import type { KernelPlan } from '../../../src/devices/gpu/kernel.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const adding = (...numbers: number[]): KernelPlan => ({
  source: 'function (a0) { return a0[this.thread.x] + this.constants.more[this.thread.x]; }',
  constants: { more: Float32Array.from(numbers) },
  threads: [2, 1, 1],
});

describe('HostKernels', () => {
  const kernels = HostKernels.of('cpu');
  const taken = (plan: KernelPlan) => {
    const { run, free } = kernels.take(plan);
    free();
    return run;
  };

  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    // what these specs left is outlived
    jest.advanceTimersByTime(60_000);
    jest.useRealTimers();
  });

  it('gives the same kernel for the same plan, to several at once and to the next', () => {
    const first = kernels.take(adding(1, 2));
    const second = kernels.take(adding(1, 2));
    expect(second.run).toBe(first.run);
    for (const { free } of [first, second]) free();
    expect(taken(adding(1, 2))).toBe(first.run);
  });

  it('makes another one for other numbers, also where those of the plan were changed', () => {
    const plan = adding(1, 2);
    const before = taken(plan);
    expect(taken(adding(1, 3))).not.toBe(before);
    (plan.constants.more as Float32Array)[1] = 5;
    expect(taken(plan)).not.toBe(before);
    expect(taken(adding(1, 2))).toBe(before);
  });

  it('keeps those that nobody uses for a while, and those in use for as long as that', () => {
    const used = kernels.take(adding(1, 2));
    const idle = taken(adding(3, 4));
    jest.advanceTimersByTime(60_000);
    expect(jest.getTimerCount()).toBe(0);
    expect(taken(adding(3, 4))).not.toBe(idle);
    expect(taken(adding(1, 2))).toBe(used.run);
    used.free();
  });

  it('keeps sixteen of them, the ones that were used last', () => {
    const runs = Array.from({ length: 17 }, (_, i) => taken(adding(i, i)));
    expect(taken(adding(1, 1))).toBe(runs[1]);
    expect(taken(adding(0, 0))).not.toBe(runs[0]);
  });

  it('keeps nothing of those that were destroyed', () => {
    const used = () => {
      // what is freed with its owner is counted as free only the next time
      for (let time = 0; time < 2; time++) collect();
      return process.memoryUsage().arrayBuffers;
    };
    const before = used();
    for (let value = 0; value < 40; value++) {
      const { run, free } = kernels.take({
        ...adding(),
        constants: { more: new Float32Array(2 ** 18).fill(value) },
      });
      run([1, 2]);
      free();
    }
    jest.advanceTimersByTime(60_000);
    expect(used() - before).toBeLessThan(2 ** 23);
  });

  it('keeps no more than 64 MB of constants', () => {
    const plan = (value: number): KernelPlan => ({
      ...adding(),
      constants: { more: new Float32Array(9 * 2 ** 20).fill(value) },
    });
    const [first, second] = [taken(plan(1)), taken(plan(2))];
    expect(taken(plan(2))).toBe(second);
    expect(taken(plan(1))).not.toBe(first);
  });
});
