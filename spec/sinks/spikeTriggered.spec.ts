import { describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { current, leaky, record, spikeTriggered, tee } from 'rxsnn';
import { spikeTriggeredFrame } from '../../src/plot/spikeTriggered.js';
import { Snippets } from '../../src/sinks/snippets.js';
import { uniform } from '../plot/data.js';
import { recordFrame } from '../plot/recorder.js';

const random = uniform(7);
const noise = Array.from({ length: 120 }, () => [0.5 * random(), 0.4 * random(), 0]);
const network$ = current(noise).pipe(leaky({ beta: 0.9 }));

describe('spikeTriggered', () => {
  it.each([undefined, [1]])('gathers the membrane around every spike, of neurons %p', async (neurons) => {
    const [before, after] = [6, 4];
    const options = { before, after, ...(neurons && { neurons }) };
    const [rec, frame] = await lastValueFrom(network$.pipe(tee(record(), spikeTriggered(options))));
    const [mem, spk] = [rec.mem.data, rec.spk.data];
    const snippets: Float32Array[] = [];
    for (let t = before; t + after < 120; t++) {
      for (const neuron of neurons ?? [0, 1, 2]) {
        if (!spk[3 * t + neuron]) continue;
        snippets.push(
          Float32Array.from({ length: before + after + 1 }, (_, i) => mem[3 * (t - before + i) + neuron]!),
        );
      }
    }
    expect(snippets.length).toBeGreaterThan(3);
    const mean = snippets[0]!.map(
      (_, i) => snippets.reduce((sum, piece) => sum + piece[i]!, 0) / snippets.length,
    );
    const expected = spikeTriggeredFrame({ snippets, mean, before, quantity: 'Membrane potential' });
    const rounded = ({ lines, texts }: ReturnType<typeof recordFrame>) => [
      lines.map(({ from, to }) => [...from, ...to].map((at) => at.toFixed(2))),
      texts.map(({ text }) => text),
    ];
    expect(rounded(recordFrame(frame))).toEqual(rounded(recordFrame(expected)));
  });

  it('leaves out spikes at the ends of the run', async () => {
    const frame = await lastValueFrom(network$.pipe(spikeTriggered({ before: 100, after: 100 })));
    expect(recordFrame(frame).texts.map(({ text }) => text)).toContain('no spike far enough from the ends');
  });

  it('keeps a spread sample of many snippets, and the mean of all', () => {
    const snippets = new Snippets(1);
    for (let i = 0; i < 10_000; i++) snippets.add(() => i);
    const { snippets: kept, mean, spikes } = snippets.finish();
    expect(spikes).toBe(10_000);
    expect([...mean]).toEqual([4999.5]);
    expect(kept.length).toBeGreaterThanOrEqual(100);
    expect(kept.length).toBeLessThan(200);
    const gaps = new Set(kept.slice(1).map(([value], i) => value! - kept[i]![0]!));
    expect(gaps.size).toBe(1);
  });

  it('refuses a neuron that is not there, and a layer without the signal', async () => {
    await expect(lastValueFrom(network$.pipe(spikeTriggered({ neurons: [3] })))).rejects.toThrow(
      "spikeTriggered: neuron 3 is not among the layer's 3",
    );
    await expect(lastValueFrom(network$.pipe(spikeTriggered({ signal: 'syn' })))).rejects.toThrow(
      'spikeTriggered: the last layer has no syn, it has cur, spk, mem',
    );
  });

  it('checks its options when it is made', () => {
    expect(() => spikeTriggered({ before: -1 })).toThrow(
      'spikeTriggered: before must be a whole number, at least 0, got -1',
    );
    expect(() => spikeTriggered({ threshold: Number.NaN })).toThrow(
      'spikeTriggered: threshold must be finite, got NaN',
    );
  });
});
