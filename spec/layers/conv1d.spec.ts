import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lastValueFrom, of } from 'rxjs';
import { Conv, conv1d, current, record, spikes, to } from 'rxsnn';
import { inShape } from '../helpers/inShape.js';
import { exact } from '../helpers/modes.js';
import { keepsTheStreamContract } from '../helpers/operator.js';
import { convolved, generator, outputsOf, someInputs, windowCases } from '../helpers/windows.js';

describe('conv1d', () => {
  keepsTheStreamContract(() => inShape([1, 1, 2], conv1d(Conv.init(1, 3, [2], { seed: 1 }))));

  it('is the cross-correlation of PyTorch along one axis', async () => {
    const weights = { weight: [[[1, 10, 100, 1000]]] };
    const run = async (...options: [Parameters<typeof conv1d>[1]?]) =>
      (await lastValueFrom(spikes([[[[1, 2, 3, 4, 5]]]]).pipe(conv1d(weights, ...options), record()))).cur;
    expect(await run()).toEqual({ shape: [1, 1, 1, 2], data: Float32Array.of(4321, 5432) });
    expect([...(await run({ stride: 2, padding: 2 })).data]).toEqual([2100, 4321, 543]);
    expect([...(await run({ dilation: 2, padding: 1 })).data]).toEqual([420]);
    expect([...(await run({ padding: 'same' })).data]).toEqual([3210, 4321, 5432, 543, 54]);
  });

  it('equals a float32 sum in the order of the inputs, with "same" as with numbers', async () => {
    await fc.assert(
      fc.asyncProperty(
        windowCases,
        fc.boolean(),
        fc.boolean(),
        fc.nat(),
        async (windows, same, graded, seed) => {
          const random = generator(seed);
          const draw = (length: number) => Float32Array.from({ length }, () => random() - 0.5);
          const [kernel, dilation] = [windows.kernel[1], windows.dilation[1]];
          const zeros = dilation * (kernel - 1);
          const c = {
            ...windows,
            kernel: [1, kernel] as const,
            input: [1, windows.input[1]] as const,
            dilation: [1, dilation] as const,
            stride: [1, same ? 1 : windows.stride[1]] as const,
            before: [0, same ? Math.floor(zeros / 2) : windows.before[1]] as const,
            after: [0, same ? Math.ceil(zeros / 2) : windows.after[1]] as const,
            outputs: 5,
            groups: 1,
            weight: draw(5 * windows.channels * kernel),
            bias: draw(5),
          };
          const x = someInputs(c.batch * c.channels * c.input[1], 0.4, graded, random);
          const weights = {
            weight: { shape: [5, c.channels, kernel], data: c.weight },
            bias: [...c.bias],
          };
          const options = {
            stride: c.stride[1],
            dilation,
            padding: same ? ('same' as const) : c.before[1],
          };
          for (const device of exact) {
            const step = { shape: [1, c.batch, c.channels, c.input[1]], data: x };
            const { cur } = await lastValueFrom(
              current(step).pipe(to(device), conv1d(weights, options), record()),
            );
            expect(cur.shape).toEqual([1, c.batch, 5, same ? c.input[1] : outputsOf(c)[1]]);
            expect(cur.data).toEqual(convolved(c, x));
          }
        },
      ),
      { numRuns: 40 },
    );
  }, 60_000);

  it('says both shapes where the input does not fit', async () => {
    const at = (shape: number[]) =>
      lastValueFrom(of({ shape, data: new Float32Array(24) }).pipe(conv1d(Conv.init(2, 3, [4]))));
    await expect(at([1, 3, 8])).rejects.toThrow(
      'conv1d: input has shape [3, 8], the weights take 2 channels',
    );
    await expect(at([1, 24])).rejects.toThrow('conv1d: input has shape [24], must be [channels, n]');
    await expect(at([4, 2, 3])).rejects.toThrow('conv1d: input has shape [2, 3], a window spans 4 of its 3');
    expect(() => conv1d(Conv.init(2, 3, [4, 4]))).toThrow(
      'conv1d: weight must be [outputs, inputs, n], got shape [3, 2, 4, 4]',
    );
    expect(() => conv1d(Conv.init(2, 3, [4]), { stride: [1, 1] as never })).toThrow(
      'conv1d: stride must be a number, got [1,1]',
    );
  });
});
