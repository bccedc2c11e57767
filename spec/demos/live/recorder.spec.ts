import { describe, expect, it } from '@jest/globals';
import { type Step, tensor } from 'rxsnn';
import type { Layer } from '../../../demos/live/model/network.js';
import { stepsBefore } from '../../../demos/live/model/protocol.js';
import { Recorder } from '../../../demos/live/worker/recorder.js';

const layers: readonly Layer[] = [{ name: 'input', title: 'Input', neurons: 2, shape: [2], signal: 'spk' }];

/** A step of two inputs, whose spikes are read at once or once `read` resolves. */
function step(t: number, read?: Promise<Float32Array>): Step<string> {
  const spk = tensor([1, 0], [1, 2]);
  return {
    t,
    layers: { [layers[0]!.name]: { spk: read ? { read: () => read } : spk } },
  } as unknown as Step<string>;
}

describe('the recorder of the live page', () => {
  it('hands out each step once, and nothing that the run was sent back from', () => {
    const recorder = new Recorder(layers);
    for (const t of [0, 1, 2]) recorder.add(step(t));
    expect([...recorder.take().t]).toEqual([0, 1, 2]);
    for (const t of [3, 4, 5]) recorder.add(step(t));
    recorder.forget(4);
    recorder.add(step(4));
    expect(recorder.take()).toMatchObject({ t: Uint32Array.of(3, 4), bits: Uint32Array.of(1, 1), unseen: 0 });
    recorder.forget(0);
    recorder.add(step(0));
    expect([...recorder.take().t]).toEqual([0]);
  });

  it('nor what was still being read then', async () => {
    const recorder = new Recorder(layers);
    const spk = new Float32Array([0, 1]);
    let arrive = (_: Float32Array) => {};
    const read = new Promise<Float32Array>((resolve) => {
      arrive = resolve;
    });
    for (const t of [6, 7, 8]) recorder.add(step(t, read));
    recorder.forget(7);
    recorder.add(step(7));
    expect([...recorder.take().t]).toEqual([]);
    arrive(spk);
    await new Promise((resolve) => setImmediate(resolve));
    expect(recorder.take()).toMatchObject({ t: Uint32Array.of(6, 7), bits: Uint32Array.of(2, 1) });
  });

  it('of what was asked for before the run was sent back, the page takes the steps before that', () => {
    const recorder = new Recorder(layers);
    for (const t of [3, 4, 5]) recorder.add(step(t));
    const steps = recorder.take();
    expect([...stepsBefore(steps, 4).t]).toEqual([3]);
    expect(stepsBefore(steps, 6)).toBe(steps);
    expect([...stepsBefore(steps, 0).t]).toEqual([]);
  });
});
