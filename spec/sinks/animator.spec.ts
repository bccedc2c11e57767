import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, of, toArray } from 'rxjs';
import { animator, type Frame, leaky, type Sink, spikes, tensor } from 'rxsnn';
import { animatorFrame } from '../../src/plot/animator.js';
import { recordFrame } from '../plot/recorder.js';

const two = [
  [1, 0],
  [0, 1],
  [0, 0],
];

async function framesOf(source: Parameters<Sink<Frame>>[0], sink: Sink<Frame>) {
  return (await lastValueFrom(source.pipe(sink, toArray()))).map(recordFrame);
}

describe('animator', () => {
  it('emits a frame a step, each of what the layer did then', async () => {
    const drawn = await framesOf(spikes(two), animator());
    const frame = (values: number[], now: number) =>
      recordFrame(animatorFrame({ values, range: [0, 1], quantity: 'Spikes', now }));
    expect(drawn).toEqual(two.map((values, t) => frame(values, t)));
  });

  it('lets spikes glow on with decay', async () => {
    const drawn = await framesOf(spikes(two), animator({ decay: 0.5, bare: true }));
    const frame = (values: number[]) => recordFrame(animatorFrame({ values, range: [0, 1], bare: true }));
    expect(drawn).toEqual([frame([1, 0]), frame([0.5, 1]), frame([0.25, 0.5])]);
  });

  it('takes the dimensions of the layer, or a shape', async () => {
    const step = tensor(new Float32Array(12), [1, 2, 2, 3]);
    const size = async (sink: Sink<Frame>) => {
      const { width, height } = await lastValueFrom(spikes([step]).pipe(sink));
      return width / height;
    };
    expect(await size(animator({ bare: true }))).toBeCloseTo(3, 0);
    expect(await size(animator({ bare: true, shape: [4, 3] }))).toBeCloseTo(3 / 4);
  });

  it('widens the range of a membrane with what is seen, to round numbers', async () => {
    const drawn = await framesOf(
      of([0.3], [7.7]).pipe(leaky({ beta: 0, threshold: 100 })),
      animator({ signal: 'mem', width: 500, height: 500 }),
    );
    const highest = drawn.map(({ texts }) => Math.max(...texts.map(({ text }) => Number(text) || 0)));
    expect(highest).toEqual([0.7, 8]);
  });

  it('gives equal runs to two subscribers', async () => {
    const frames$ = spikes(two).pipe(animator({ decay: 0.5 }), toArray());
    const [first, second] = [await lastValueFrom(frames$), await lastValueFrom(frames$)];
    expect(first.map(recordFrame)).toEqual(second.map(recordFrame));
  });

  it('refuses a shape of another size, when the layer is known', async () => {
    await expect(lastValueFrom(spikes(two).pipe(animator({ shape: [3, 3] })))).rejects.toThrow(
      'animator: shape [3, 3] holds 9 neurons, the layer has 2',
    );
  });

  it('checks its options when it is made', () => {
    expect(() => animator({ decay: 2 })).toThrow('animator: decay must be a number from 0 to 1, got 2');
    expect(() => animator({ shape: [0, 3] })).toThrow(
      'animator: shape[0] must be a whole number, at least 1, got 0',
    );
    expect(() => animator({ range: [1, 0] })).toThrow('animator: range[1] must be above 1, got 0');
    expect(() => animator({ colorMap: 'jet' as 'turbo' })).toThrow(
      /^animator: colorMap must be one of 'viridis', .*, got 'jet'$/,
    );
  });
});
