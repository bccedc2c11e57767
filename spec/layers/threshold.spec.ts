import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, of } from 'rxjs';
import { block, current, record, threshold, to } from 'rxsnn';
import { running } from '../helpers/modes.js';
import { keepsTheStreamContract } from '../helpers/operator.js';

describe('threshold', () => {
  keepsTheStreamContract(() => threshold(0.5));

  it('fires strictly above a number, one a channel or one a neuron, on every device', async () => {
    const frame = [
      [
        [0.5, 1],
        [1, 1.5],
      ],
    ];
    const spikes = { all: [0, 0, 0, 1], channel: [0, 1, 0, 0], neuron: [1, 0, 1, 0] };
    const thetas = { all: 1, channel: [0.5, 2], neuron: [0, 1, 0.5, 1.5] };
    for (const name of ['all', 'channel', 'neuron'] as const) {
      for (const device of running) {
        const { spk, cur } = await lastValueFrom(
          current([frame, frame, frame]).pipe(
            block(2),
            to(device),
            threshold(thetas[name]),
            record({ signals: ['spk', 'cur'] }),
          ),
        );
        expect(spk.shape).toEqual([3, 1, 2, 2]);
        expect([...spk.data]).toEqual([...spikes[name], ...spikes[name], ...spikes[name]]);
        expect([...cur.data].slice(0, 4)).toEqual([0.5, 1, 1, 1.5]);
      }
    }
  });

  it('names the rule that a threshold breaks', async () => {
    expect(() => threshold(Number.NaN)).toThrow('threshold: theta must be finite, got NaN');
    await expect(lastValueFrom(of([1, 2, 3]).pipe(threshold([1, 2])))).rejects.toThrow(
      'threshold: theta has 2 values, the layer has 3 neurons',
    );
  });
});
