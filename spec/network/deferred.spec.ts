import { describe, expect, it } from '@jest/globals';
import { BehaviorSubject, lastValueFrom, map, tap } from 'rxjs';
import {
  block,
  current,
  Linear,
  type Live,
  leaky,
  linear,
  network,
  rand,
  record,
  type Step,
  to,
} from 'rxsnn';
import type { Device } from '../../src/devices/device.js';
import { layer } from '../../src/layers/layer.js';
import { exact } from '../helpers/modes.js';

const weights = (inputs: number, outputs: number, seed: number) =>
  linear(Linear.init(inputs, outputs, { seed }));
const recurrent = (beta: Live = 0.8) =>
  network({
    nodes: {
      fc: weights(3, 6, 1),
      lif: leaky({ beta, threshold: 0.3 }),
      rec: weights(6, 6, 2),
      readout: weights(6, 2, 3),
    },
    edges: [
      ['input', 'fc', 'lif', 'readout', 'output'],
      ['lif', 'rec', 'lif'],
    ],
  });
const input = () => current(rand([40, 3], { seed: 4 }));

describe('a cycle in blocks', () => {
  it('lets the layers before and after it compute many steps at once', async () => {
    const launches = async (steps: number) => {
      let device: Device | undefined;
      const note = tap(({ output }: Step) => {
        device = output.device;
      });
      await lastValueFrom(input().pipe(to('events'), block(steps), recurrent(), note, record()));
      return device!.counts.launches;
    };
    // fc, sum, lif, rec and readout
    expect(await launches(1)).toBe(5 * 40);
    // the first step does not wait, nor does what takes it
    expect(await launches(20)).toBe(3 * 40 + 2 * (1 + 2));
  });

  it('computes a step as soon as somebody looks at it', async () => {
    const wanted = await lastValueFrom(input().pipe(block(1), recurrent(), record()));
    for (const device of exact) {
      const look = tap(({ t, layers }: Step) => {
        if (t % 7 === 3) expect([...layers.rec!.cur!.data]).toEqual(at(wanted.rec!.cur, t));
        if (t % 9 === 3) expect([...layers.lif!.mem!.data]).toEqual(at(wanted.lif!.mem, t));
      });
      expect(await lastValueFrom(input().pipe(to(device), block(20), recurrent(), look, record()))).toEqual(
        wanted,
      );
    }
  });

  it('follows settings that vary from step to step', async () => {
    const run = (steps: number) => {
      const beta = new BehaviorSubject(0.9);
      const change = tap(({ t }: Step) => beta.next(t % 3 === 0 ? 0.9 : 0.2));
      return lastValueFrom(input().pipe(change, block(steps), recurrent(beta), record()));
    };
    const wanted = await run(1);
    expect(await run(20)).toEqual(wanted);
    expect(wanted).not.toEqual(await lastValueFrom(input().pipe(recurrent(0.9), record())));
  });

  it('passes an error on, and frees everything', async () => {
    const devices = new Set<Device>();
    const failing = (at: number) =>
      layer({
        name: 'failing',
        start: () => {
          let t = 0;
          return {
            next(tensor) {
              if (t++ === at) throw new Error(`broke at ${at}`);
              return { cur: tensor };
            },
            free: () => undefined,
          };
        },
      });
    const run = (at: number) => {
      const net = network({
        nodes: { lif: leaky({ beta: 0.5 }), failing: failing(at) },
        edges: [
          ['input', 'lif', 'output'],
          ['lif', 'failing', 'lif'],
        ],
      });
      const seen: number[] = [];
      const steps$ = input().pipe(
        net,
        tap(({ t, output }) => {
          seen.push(t);
          if (output.device) devices.add(output.device);
        }),
      );
      return lastValueFrom(steps$).then(
        () => 'completed',
        (error: Error) => [error.message, seen.length],
      );
    };
    expect(await run(0)).toEqual(['broke at 0', 0]);
    // the block is computed with its last step
    expect(await run(5)).toEqual(['broke at 5', 20]);
    expect(devices.size).toBe(1);
    for (const device of devices) expect(device.counts).toMatchObject({ kernels: 0, resources: 0 });
  });

  it('leaves steps readable that are read after the end', async () => {
    const kept: Step[] = [];
    await lastValueFrom(
      input().pipe(
        recurrent(),
        map((step) => kept.push(step)),
      ),
    );
    const wanted = await lastValueFrom(input().pipe(block(1), recurrent(), record()));
    expect(kept.flatMap(({ cur }) => [...cur!.data])).toEqual([...wanted.cur.data]);
    expect(kept.flatMap(({ layers }) => [...layers.lif!.spk!.data])).toEqual([...wanted.lif!.spk.data]);
  });
});

function at({ shape, data }: { shape: readonly number[]; data: Float32Array }, t: number): number[] {
  const size = data.length / shape[0]!;
  return [...data.subarray(t * size, (t + 1) * size)];
}
