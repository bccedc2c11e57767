import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, of, Subject, startWith } from 'rxjs';
import { block, current, record, scale, to } from 'rxsnn';
import { running } from '../helpers/modes.js';
import { keepsTheStreamContract } from '../helpers/operator.js';

describe('scale', () => {
  keepsTheStreamContract(() => scale([2, 0.5]));

  it('multiplies by a number, one a channel or one a neuron, rounded to float32, on every device', async () => {
    const data = Float32Array.from({ length: 5 * 2 * 12 }, (_, i) => i / 7 - 3);
    const input = { shape: [5, 2, 3, 4], data };
    const each = Array.from({ length: 12 }, (_, i) => 0.1 * i);
    const factors = { all: 0.3, channel: [0.1, -2, 0.7], neuron: each };
    const factorOf = {
      all: () => 0.3,
      channel: (i: number) => factors.channel[Math.floor((i % 12) / 4)]!,
      neuron: (i: number) => each[i % 12]!,
    };
    for (const name of ['all', 'channel', 'neuron'] as const) {
      const wanted = data.map((x, i) => Math.fround(factorOf[name](i)) * x);
      for (const device of running) {
        for (const size of [1, 3]) {
          const { cur } = await lastValueFrom(
            current(input).pipe(block(size), to(device), scale(factors[name]), record()),
          );
          expect(cur).toEqual({ shape: [5, 2, 3, 4], data: wanted });
        }
      }
    }
  });

  it('takes an Observable', () => {
    const [input, knob] = [new Subject<number[]>(), new Subject<number>()];
    const seen: number[][] = [];
    input.pipe(scale(knob.pipe(startWith(1)))).subscribe(({ cur }) => seen.push([...cur!.data]));
    input.next([1, 2]);
    knob.next(10);
    input.next([1, 2]);
    expect(seen).toEqual([
      [1, 2],
      [10, 20],
    ]);
  });

  it('names the rule that a factor breaks', async () => {
    expect(() => scale(Number.POSITIVE_INFINITY)).toThrow('scale: factor must be finite, got Infinity');
    expect(() => scale('2' as never)).toThrow(TypeError);
    await expect(lastValueFrom(of([1, 2, 3]).pipe(scale([1, 2])))).rejects.toThrow(
      'scale: factor has 2 values, the layer has 3 neurons',
    );
    await expect(lastValueFrom(of([[[1], [2], [3]]]).pipe(scale([1, 2])))).rejects.toThrow(
      'scale: factor has 2 values, the layer has 3 neurons in 3 channels',
    );
  });
});
