import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lastValueFrom, of } from 'rxjs';
import { block, Conv, type Conv2dOptions, conv2d, current, leaky, record, spikes, to } from 'rxsnn';
import { inShape } from '../helpers/inShape.js';
import { exact, running } from '../helpers/modes.js';
import { keepsTheStreamContract } from '../helpers/operator.js';
import {
  type ConvCase,
  convolved,
  generator,
  outputsOf,
  someInputs,
  type WindowCase,
  windowCases,
} from '../helpers/windows.js';

describe('conv2d', () => {
  keepsTheStreamContract(() => inShape([1, 1, 1, 2], conv2d(Conv.init(1, 3, [1, 2], { seed: 1 }))));

  it('is the cross-correlation of PyTorch', async () => {
    const image = [
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ];
    const kernel = [
      [1, 0],
      [0, -10],
    ];
    const at = async (options?: Conv2dOptions) => {
      const weights = { weight: [[kernel]], bias: [0.5] };
      const { cur } = await lastValueFrom(current([[[image]]]).pipe(conv2d(weights, options), record()));
      return { shape: cur.shape, data: [...cur.data] };
    };
    expect(await at()).toEqual({ shape: [1, 1, 1, 2, 2], data: [-48.5, -57.5, -75.5, -84.5] });
    expect(await at({ padding: 'valid' })).toEqual(await at());
    expect(await at({ stride: 2 })).toEqual({ shape: [1, 1, 1, 1, 1], data: [-48.5] });
    expect(await at({ dilation: 2 })).toEqual({ shape: [1, 1, 1, 1, 1], data: [-88.5] });
    expect(await at({ padding: [0, 1], stride: [2, 3] })).toEqual({
      shape: [1, 1, 1, 1, 2],
      data: [-39.5, 3.5],
    });
    // an even kernel pads more at the end
    expect(await at({ padding: 'same' })).toEqual({
      shape: [1, 1, 1, 3, 3],
      data: [-48.5, -57.5, 3.5, -75.5, -84.5, 6.5, 7.5, 8.5, 9.5],
    });
  });

  it('lets the groups see only their own channels', async () => {
    const weights = { weight: [1, 10, 100, 1000].map((w) => [[[w]]]) };
    const channels = [[[1]], [[2]]];
    const { cur } = await lastValueFrom(of([channels]).pipe(conv2d(weights, { groups: 2 }), record()));
    expect([...cur.data]).toEqual([1, 10, 200, 2000]);
  });

  it('equals a float32 sum in the order of the inputs, whatever the geometry', async () => {
    await fc.assert(
      fc.asyncProperty(
        windowCases,
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom(0, 0.1, 0.5, 1),
        fc.boolean(),
        fc.nat(),
        async (windows, groups, own, density, graded, seed) => {
          const c = convCase(windows, groups, own, seed);
          const size = 3 * c.batch * c.channels * c.input[0] * c.input[1];
          const x = someInputs(size, density, graded, generator(seed));
          const steps = Array.from({ length: 3 }, (_, t) => x.subarray((t * size) / 3, ((t + 1) * size) / 3));
          const wanted = steps.map((step) => convolved(c, step));
          const shape = [3, c.batch, c.channels, ...c.input];
          for (const device of exact) {
            const { cur } = await lastValueFrom(
              current({ shape, data: x }).pipe(to(device), conv2d(...layerOf(c)), record()),
            );
            expect(cur.shape).toEqual([3, c.batch, c.outputs, ...outputsOf(c)]);
            expect([...cur.data]).toEqual(wanted.flatMap((step) => [...step]));
          }
        },
      ),
      { numRuns: 40 },
    );
  }, 60_000);

  it('gives the same step by step, in blocks and as a stream, in a network of two', async () => {
    const [first, second] = [Conv.init(2, 5, [3, 3], { seed: 1 }), Conv.init(5, 6, [2, 3], { seed: 2 })];
    const data = someInputs(25 * 2 * 2 * 7 * 6, 0.3, false, generator(1));
    const run = (size: number, device: (typeof running)[number]) =>
      lastValueFrom(
        spikes({ shape: [25, 2, 2, 7, 6], data }).pipe(
          block(size),
          to(device),
          conv2d(first, { padding: 1 }),
          leaky({ beta: 0.9, threshold: 0.3 }),
          conv2d(second, { stride: 2 }),
          leaky({ beta: 0.9, threshold: 0.3 }),
          record(),
        ),
      );
    const wanted = await run(1, 'events');
    expect(wanted.spk.shape).toEqual([25, 2, 6, 3, 2]);
    expect(wanted.spk.data).toContain(1);
    for (const device of running) {
      for (const size of [1, 7, 20]) expect(await run(size, device)).toEqual(wanted);
    }
  }, 60_000);

  it('names the rule that weights and options break', () => {
    const weights = Conv.init(2, 4, [3, 3]);
    expect(() => conv2d({} as never)).toThrow('conv2d: takes a Conv or { weight, bias }');
    expect(() => conv2d({ weight: [[1]] })).toThrow(
      'conv2d: weight must be [outputs, inputs / groups, ...kernel], got shape [1, 1]',
    );
    expect(() => conv2d(Conv.init(1, 1, [3]))).toThrow(
      'conv2d: weight must be [outputs, inputs, rows, columns], got shape [1, 1, 3]',
    );
    expect(() => new Conv(weights.weight, [1])).toThrow('conv: bias has shape [1], the weights give [4]');
    expect(() => conv2d(weights, { stride: 0 })).toThrow(
      'conv2d: stride must be a whole number, at least 1, got 0',
    );
    expect(() => conv2d(weights, { stride: [1] as never })).toThrow(
      'conv2d: stride must be a number or [rows,columns], got [1]',
    );
    expect(() => conv2d(weights, { padding: 'full' as never })).toThrow(
      "conv2d: padding must be one of 'same', 'valid', got 'full'",
    );
    expect(() => conv2d(weights, { padding: 'same', stride: [1, 2] })).toThrow(
      "conv2d: padding 'same' takes stride 1, got 1, 2",
    );
    expect(() => conv2d(weights, { groups: 3 })).toThrow(
      'conv2d: groups must divide the outputs, got 3 groups, 4 outputs',
    );
    expect(() => Conv.init(3, 2, [3], { groups: 2 })).toThrow(
      'Conv.init: groups must divide the inputs, got 2 groups, 3 inputs',
    );
  });

  it('says both shapes where the input does not fit', async () => {
    const at = (shape: number[], weights: Conv) =>
      lastValueFrom(of({ shape, data: new Float32Array(784) }).pipe(conv2d(weights)));
    await expect(at([1, 1, 28, 28], Conv.init(2, 4, [3, 3]))).rejects.toThrow(
      'conv2d: input has shape [1, 28, 28], the weights take 2 channels',
    );
    await expect(at([1, 784], Conv.init(1, 4, [3, 3]))).rejects.toThrow(
      'conv2d: input has shape [784], must be [channels, rows, columns]',
    );
    await expect(at([1, 1, 392, 2], Conv.init(1, 4, [3, 3]))).rejects.toThrow(
      'conv2d: input has shape [1, 392, 2], a window spans 3 of its 2 columns',
    );
  });
});

function convCase(windows: WindowCase, groups: number, own: number, seed: number): ConvCase {
  const random = generator(seed + 1);
  const [channels, outputs] = [windows.channels * groups, own * groups];
  const draw = (length: number) => Float32Array.from({ length }, () => random() - 0.5);
  const weight = draw(outputs * windows.channels * windows.kernel[0] * windows.kernel[1]);
  return { ...windows, channels, outputs, groups, weight, bias: seed % 3 ? draw(outputs) : undefined };
}

function layerOf(c: ConvCase): Parameters<typeof conv2d> {
  const shape = [c.outputs, c.channels / c.groups, ...c.kernel];
  const bias = c.bias && [...c.bias];
  const options = { stride: c.stride, padding: c.before, dilation: c.dilation, groups: c.groups };
  return [{ weight: { shape, data: c.weight }, bias }, options];
}
