import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Engine } from '../../../src/devices/events/engine.js';
import { Spare } from '../../../src/devices/events/spare.js';

function engineOf(bytes: number): Engine {
  const engine = new Engine();
  engine.memory.free(engine.alloc(bytes));
  return engine;
}

describe('Spare', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('gives an engine away once, and the last that it got', () => {
    const spare = new Spare();
    const [first, second] = [engineOf(16), engineOf(16)];
    expect(spare.take()).toBeUndefined();
    spare.put(first);
    spare.put(second);
    expect(spare.take()).toBe(second);
    expect(spare.take()).toBeUndefined();
  });

  it('lets a large one go after a while, a small one never', () => {
    const spare = new Spare();
    spare.put(engineOf(2 ** 20));
    expect(jest.getTimerCount()).toBe(0);
    spare.put(engineOf(2 ** 25));
    expect(jest.getTimerCount()).toBe(1);
    spare.take();
    expect(jest.getTimerCount()).toBe(0);
    const large = engineOf(2 ** 25);
    spare.put(large);
    jest.advanceTimersByTime(60_000);
    expect(jest.getTimerCount()).toBe(0);
    expect(spare.take()).toBe(large);
  });
});
