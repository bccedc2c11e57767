import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lastValueFrom, of, Subject } from 'rxjs';
import { block, current, delay, leaky, record, spikes, to } from 'rxsnn';
import { openDevice } from '../../src/devices/registry.js';
import type { Tensor } from '../../src/tensor.js';
import { running } from '../helpers/modes.js';
import { keepsTheStreamContract } from '../helpers/operator.js';

describe('delay', () => {
  keepsTheStreamContract(() => delay([1, 3]));

  it('gives what came in so many steps before, and zeros until then', async () => {
    const input = [
      [1, 1],
      [0, 1],
      [0, 0],
      [1, 0],
    ];
    const run = async (steps: Parameters<typeof delay>[0]) => [
      ...(await lastValueFrom(spikes(input).pipe(delay(steps), record()))).spk.data,
    ];
    expect(await run(1)).toEqual([0, 0, 1, 1, 0, 1, 0, 0]);
    expect(await run([0, 2])).toEqual([1, 0, 0, 0, 0, 1, 1, 1]);
    expect(await run(0)).toEqual(input.flat());
    expect(await run(9)).toEqual(new Array(8).fill(0));
  });

  it('does so on every device and in every block, with one delay a channel or a neuron', async () => {
    const delays = fc.oneof(
      fc.integer({ min: 0, max: 9 }),
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 2 }),
      fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 6, maxLength: 6 }),
    );
    await fc.assert(
      fc.asyncProperty(
        delays,
        fc.constantFrom(...running),
        fc.integer({ min: 1, max: 25 }),
        async (steps, device, size) => {
          const data = Float32Array.from({ length: 40 * 2 * 6 }, (_, i) => i + 1);
          const wanted = data.map((_, i) => {
            const own = typeof steps === 'number' ? steps : steps[Math.floor((i % 6) / (6 / steps.length))]!;
            return data[i - own * 12] ?? 0;
          });
          const { cur } = await lastValueFrom(
            current({ shape: [40, 2, 2, 3], data }).pipe(block(size), to(device), delay(steps), record()),
          );
          expect(cur).toEqual({ shape: [40, 2, 2, 3], data: wanted });
        },
      ),
      { numRuns: 40 },
    );
  });

  it('takes spikes of a layer that waits for its block', async () => {
    const input = Array.from({ length: 50 }, (_, t) => [t % 3, 1.2, 0.4]);
    for (const device of running) {
      const run = (size: number) =>
        lastValueFrom(
          current(input).pipe(
            block(size),
            to(device),
            leaky({ beta: 0.9 }),
            delay([3, 0, 21]),
            leaky({ beta: 0.5 }),
            record(),
          ),
        );
      expect(await run(20)).toEqual(await run(1));
    }
  });

  it('can be saved and go on elsewhere', () => {
    for (const name of running) {
      const device = openDevice(name);
      const context = { device, shape: [1, 2], block: 4, signals: ['spk'] as const, now: () => 0 };
      const [first, second] = [delay([1, 3]).layer.start(context), delay([1, 3]).layer.start(context)];
      const input = (t: number): Tensor => {
        const data = Float32Array.of(t, 10 * t);
        return { shape: [1, 2], data, device: undefined, read: () => data };
      };
      for (let t = 1; t < 6; t++) first.next(input(t));
      second.next(input(99));
      second.load!(first.save!());
      for (let t = 6; t < 12; t++) {
        const [a, b] = [first.next(input(t)), second.next(input(t))];
        expect([...a.spk!.data]).toEqual([t - 1, 10 * (t - 3)]);
        expect(b.spk!.data).toEqual(a.spk!.data);
      }
      first.free();
      second.free();
      device.close();
      expect(device.counts).toMatchObject({ kernels: 0, resources: 0 });
    }
  });

  it('lets go of what it kept when the stream ends', () => {
    const source = new Subject<number[]>();
    for (const name of running) {
      const seen: Tensor[] = [];
      const subscription = source
        .pipe(to(name), leaky({ beta: 0.5 }), delay(3))
        .subscribe((step) => seen.push(step.spk!));
      for (let t = 0; t < 5; t++) source.next([2, 0]);
      subscription.unsubscribe();
      expect(seen).toHaveLength(5);
      expect(seen[0]!.device!.counts).toMatchObject({ kernels: 0, resources: 0 });
    }
  });

  it('names the rule that a delay breaks', async () => {
    expect(() => delay(-1)).toThrow('delay: steps must be a whole number, at least 0, got -1');
    expect(() => delay([1, 0.5])).toThrow('delay: steps must be a whole number, at least 0, got 0.5');
    expect(() => delay([[1]])).toThrow('delay: steps must be a number or one a neuron, got shape [1, 1]');
    await expect(lastValueFrom(of([1, 2, 3]).pipe(delay([1, 2])))).rejects.toThrow(
      'delay: steps has 2 values, the layer has 3 neurons',
    );
  });
});
