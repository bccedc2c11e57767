import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, of } from 'rxjs';
import {
  block,
  Conv,
  conv2d,
  flatten,
  Linear,
  leaky,
  linear,
  maxPool2d,
  probe,
  record,
  type StepOperator,
  spikes,
  to,
} from 'rxsnn';
import { running } from '../helpers/modes.js';
import { keepsTheStreamContract } from '../helpers/operator.js';
import { generator, someInputs } from '../helpers/windows.js';

describe('flatten', () => {
  keepsTheStreamContract(() => flatten());

  const data = Float32Array.from({ length: 24 }, (_, i) => i);
  const at = async (...options: Parameters<typeof flatten>) => {
    const step = await lastValueFrom(of({ shape: [1, 2, 3, 4], data }).pipe(flatten(...options)));
    expect(step.cur!.data).toEqual(data);
    return step.cur!.shape;
  };

  it('makes one dimension of several, row-major, without the batch', async () => {
    expect(await at()).toEqual([1, 24]);
    expect(await at({ startDim: 1 })).toEqual([1, 2, 12]);
    expect(await at({ startDim: 0, endDim: 1 })).toEqual([1, 6, 4]);
    expect(await at({ startDim: -2, endDim: -1 })).toEqual([1, 2, 12]);
    expect(await at({ startDim: 1, endDim: 1 })).toEqual([1, 2, 3, 4]);
  });

  it('copies nothing and computes nothing: the layers after it run as without it', async () => {
    const [conv, fc] = [Conv.init(2, 4, [3, 3], { seed: 1 }), Linear.init(4 * 2 * 3, 5, { seed: 2 })];
    const input = { shape: [25, 1, 2, 6, 8], data: someInputs(25 * 96, 0.3, false, generator(1)) };
    for (const device of running) {
      for (const size of [1, 20]) {
        const begin = () =>
          spikes(input).pipe(
            block(size),
            to(device),
            conv2d(conv),
            leaky({ beta: 0.9, threshold: 0.3 }),
            maxPool2d(2),
            probe('pool'),
          );
        const end = [linear(fc), leaky({ beta: 0.9, threshold: 0.2 }), record()] as const;
        const wanted = await lastValueFrom(begin().pipe(...end));
        const found = await lastValueFrom(begin().pipe(flatten(), probe('flat'), ...end));
        expect(found.spk).toEqual(wanted.spk);
        expect(found.mem).toEqual(wanted.mem);
        expect(found.flat!.spk).toEqual({ shape: [25, 1, 24], data: wanted.pool!.spk.data });
        const launches = async (...layers: StepOperator[]) => {
          const step = await lastValueFrom(layers.reduce((steps, layer) => steps.pipe(layer), begin()));
          step.output.read();
          return step.output.device!.counts.launches;
        };
        expect(await launches(flatten(), linear(fc))).toBe(await launches(linear(fc)));
      }
    }
  });

  it('names the rule that its dimensions break', async () => {
    expect(() => flatten({ startDim: 0.5 })).toThrow('flatten: startDim must be a whole number');
    await expect(at({ startDim: 3 })).rejects.toThrow(
      'flatten: startDim must be from -3 to 2 for shape [2, 3, 4], got 3',
    );
    await expect(at({ startDim: 2, endDim: 0 })).rejects.toThrow('flatten: startDim 2 lies behind endDim 0');
  });
});
