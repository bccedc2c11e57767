import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, map, range } from 'rxjs';
import { current, heatmap, leaky, probe, record, tee, tensor } from 'rxsnn';
import { heatmapFrame } from '../../src/plot/heatmap.js';
import { recordFrame } from '../plot/recorder.js';

const ramps = Array.from({ length: 40 }, (_, t) => [t / 20, 1 - t / 40, Math.sin(t)]);

describe('heatmap', () => {
  it('shows the membranes of every step', async () => {
    const network$ = current(ramps).pipe(leaky({ beta: 0.8 }), probe('lif'));
    const [rec, frame] = await lastValueFrom(
      network$.pipe(tee(record(['lif']), heatmap('lif', { dt: 1e-3 }))),
    );
    const panels = [{ title: 'lif', neurons: 3, values: rec.lif.mem.data, shape: [3] }];
    const expected = heatmapFrame({ panels, steps: 40, dt: 1e-3, quantity: 'Membrane potential' });
    expect(recordFrame(frame)).toEqual(recordFrame(expected));
  });

  it('takes any signal, of several layers', async () => {
    const network$ = current(ramps).pipe(probe('in'), leaky({ beta: 0.8 }), probe('lif'));
    const frame = await lastValueFrom(
      network$.pipe(heatmap(['in', 'lif'], { signal: 'cur', titles: ['Input', 'LIF'] })),
    );
    const texts = recordFrame(frame).texts.map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(['Input', 'LIF', 'Input current']));
  });

  it('needs no more memory for a longer run', async () => {
    const steps$ = range(0, 10_000).pipe(map((t) => [t, -t]));
    const frame = await lastValueFrom(steps$.pipe(leaky({ beta: 0, resetMechanism: 'none' }), heatmap()));
    // 2048 columns were full twice, then a column stood for 8 steps
    expect(recordFrame(frame).texts.map(({ text }) => text)).toContain('10,000');
  });

  it('says the dimensions of a layer', async () => {
    const step = tensor(new Float32Array(6), [1, 2, 3]);
    const frame = await lastValueFrom(current([step]).pipe(heatmap({ signal: 'cur' })));
    expect(recordFrame(frame).texts.map(({ text }) => text)).toContain('2 × 3 neurons');
  });

  it('checks its options when it is made', () => {
    expect(() => heatmap({ range: [0, 0] })).toThrow('heatmap: range[1] must be above 0, got 0');
    expect(() => heatmap(['a', 'b'], { titles: ['A'] })).toThrow('heatmap: 2 layers need 2 titles, got 1');
    expect(() => heatmap({ colorMap: 'jet' as 'turbo' })).toThrow(/^heatmap: colorMap must be one of/);
    expect(() => heatmap({ sample: -1 })).toThrow(
      'heatmap: sample must be a whole number, at least 0, got -1',
    );
  });
});
