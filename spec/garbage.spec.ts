import { getHeapSpaceStatistics } from 'node:v8';
import { describe, expect, it } from '@jest/globals';
import { Linear, leaky, linear, probe, rand, rate } from 'rxsnn';

/** Bytes of what V8 holds for longer, with the garbage among it. */
const old = () =>
  getHeapSpaceStatistics().find(({ space_name }) => space_name === 'old_space')!.space_used_size;

describe('a long stream', () => {
  it('leaves nothing that only a full collection of garbage takes away', () => {
    const marks: number[] = [];
    rate(rand([20], { seed: 1 }), { steps: 100_000, seed: 2 })
      .pipe(linear(Linear.init(20, 20, { seed: 3 })), probe('currents'), leaky({ beta: 0.9 }))
      .subscribe(({ t }) => {
        if ((t + 1) % 50_000 === 0) marks.push(old());
      });
    expect(marks).toHaveLength(2);
    // a number or a word a step and layer would be 1.2 MB and more
    expect(marks[1]! - marks[0]!).toBeLessThan(800_000);
  });
});
