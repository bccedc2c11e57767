import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, of } from 'rxjs';
import { batchNorm, Conv, conv2d, current, foldBatchNorm, Linear, linear, record, to } from 'rxsnn';
import { exact, running } from '../helpers/modes.js';
import { keepsTheStreamContract } from '../helpers/operator.js';
import { generator, someInputs } from '../helpers/windows.js';

const f = Math.fround;
const statistics = {
  runningMean: [0.5, -1, 3],
  runningVar: [0.25, 4, 0],
  weight: [2, -0.5, 0.01],
  bias: [0.125, 0, -1],
  eps: 1e-3,
};

/** PyTorch's formula in float64. */
const normalised = (x: number, c: number) =>
  ((x - statistics.runningMean[c]!) / Math.sqrt(statistics.runningVar[c]! + 1e-3)) * statistics.weight[c]! +
  statistics.bias[c]!;

describe('batchNorm', () => {
  keepsTheStreamContract(() => batchNorm({ runningMean: [0, 1], runningVar: [1, 2] }));

  it('scales and shifts each channel as PyTorch in evaluation mode, on every device', async () => {
    const data = someInputs(4 * 2 * 3 * 5, 0.5, true, generator(1));
    const wanted = [...data].map((x, i) => normalised(x, Math.floor(i / 5) % 3));
    const runs = new Set<string>();
    for (const device of running) {
      const { cur } = await lastValueFrom(
        current({ shape: [4, 2, 3, 5], data }).pipe(to(device), batchNorm(statistics), record()),
      );
      for (const [i, y] of cur.data.entries()) expect(y).toBeCloseTo(wanted[i]!, 5);
      if (exact.includes(device)) runs.add([...cur.data].join());
    }
    expect(runs.size).toBe(1);
  });

  it('takes one number a neuron where there are no other dimensions, and torch defaults', async () => {
    const norm = batchNorm({ runningMean: [1, 2], runningVar: [4, 1] });
    const { cur } = await lastValueFrom(of([3, 5]).pipe(norm));
    const [a, b] = [f(1 / Math.sqrt(4 + 1e-5)), f(1 / Math.sqrt(1 + 1e-5))];
    expect([...cur!.data]).toEqual([
      f(f(a * 3) + f(-1 / Math.sqrt(4 + 1e-5))),
      f(f(b * 5) + f(-2 / Math.sqrt(1 + 1e-5))),
    ]);
  });

  it('names the rule that its statistics break', async () => {
    const given = { runningMean: [0, 0], runningVar: [1, 1] };
    expect(() => batchNorm({ ...given, runningVar: [1, -1] })).toThrow(
      'batchNorm: runningVar must be a number, at least 0, got -1',
    );
    expect(() => batchNorm({ ...given, weight: [1] })).toThrow(
      'batchNorm: weight has 1 channels, runningMean has 2',
    );
    expect(() => batchNorm({ ...given, eps: 0 })).toThrow('batchNorm: eps must be above 0, got 0');
    expect(() => batchNorm({ runningVar: [1] } as never)).toThrow(
      'batchNorm: runningMean must be given, one number a channel',
    );
    await expect(lastValueFrom(of([1, 2, 3]).pipe(batchNorm(given)))).rejects.toThrow(
      'batchNorm: gain has 2 values, the layer has 3 neurons',
    );
  });
});

describe('foldBatchNorm', () => {
  it('gives the weights of both layers together', async () => {
    const data = someInputs(3 * 2 * 5 * 4, 0.6, true, generator(2));
    const conv = Conv.init(2, 3, [2, 2], { seed: 1 });
    const folded = foldBatchNorm(conv, statistics);
    const frames$ = current({ shape: [3, 1, 2, 5, 4], data });
    const wanted = await lastValueFrom(frames$.pipe(conv2d(conv), batchNorm(statistics), record()));
    const found = await lastValueFrom(frames$.pipe(conv2d(folded), record()));
    for (const [i, y] of found.cur.data.entries()) expect(y).toBeCloseTo(wanted.cur.data[i]!, 4);

    const fc = Linear.init(40, 3, { seed: 2, bias: false });
    const rows$ = current({ shape: [3, 40], data });
    const separate = await lastValueFrom(rows$.pipe(linear(fc), batchNorm(statistics), record()));
    const together = await lastValueFrom(rows$.pipe(linear(foldBatchNorm(fc, statistics)), record()));
    for (const [i, y] of together.cur.data.entries()) expect(y).toBeCloseTo(separate.cur.data[i]!, 4);
  });

  it('rounds once', () => {
    const folded = foldBatchNorm({ weight: [[0.1], [0.2], [0.3]], bias: [0.7, 0, 0] }, statistics);
    const gain = statistics.weight.map((w, c) => w / Math.sqrt(statistics.runningVar[c]! + 1e-3));
    expect([...folded.weight.data]).toEqual([0.1, 0.2, 0.3].map((w, c) => f(gain[c]! * f(w))));
    expect(folded.bias!.data[0]).toBe(f(gain[0]! * f(0.7) + (0.125 - gain[0]! * 0.5)));
  });

  it('says both sizes where they differ', () => {
    expect(() => foldBatchNorm(Linear.init(2, 4), statistics)).toThrow(
      'foldBatchNorm: got 3 channels, the weights give 4',
    );
    expect(() => foldBatchNorm({ weight: [[1], [2], [3]], bias: [1] }, statistics)).toThrow(
      'foldBatchNorm: bias has shape [1], the weights give [3]',
    );
    expect(() => foldBatchNorm({ weight: [1, 2, 3] }, statistics)).toThrow(
      'foldBatchNorm: weight must be [outputs, inputs, ...kernel], got shape [3]',
    );
    expect(() => foldBatchNorm(undefined as never, statistics)).toThrow('foldBatchNorm: needs numbers');
  });
});
