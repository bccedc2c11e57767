import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lastValueFrom, type Observable, take, toArray } from 'rxjs';
import {
  avgPool2d,
  batchNorm,
  block,
  Conv,
  conv2d,
  current,
  delay,
  flatten,
  input,
  type LayerOperator,
  leaky,
  li,
  maxPool2d,
  network,
  neuron,
  output,
  probe,
  rand,
  record,
  type Step,
  scale,
  spikes,
  sumPool2d,
  synaptic,
  threshold,
} from 'rxsnn';

/** Layers that take [2, n, n] and make it, or something smaller of two channels. */
const IMAGES: Readonly<Record<string, () => LayerOperator>> = {
  leaky: () => leaky({ beta: 0.8, threshold: 0.4 }),
  synaptic: () => synaptic({ alpha: 0.5, beta: 0.8, threshold: 0.4 }),
  li: () => li({ tau: 3e-4 }),
  own: () =>
    neuron({ name: 'own', state: { sum: 0 }, step: ({ cur, sum }) => ({ sum: 0.5 * sum + 0.5 * cur }) }),
  delay: () => delay([1, 3]),
  delay0: () => delay(0),
  maxPool2d: () => maxPool2d(2, { stride: 1 }),
  sumPool2d: () => sumPool2d([1, 2], { stride: 1 }),
  avgPool2d: () => avgPool2d(1),
  conv2d: () => conv2d(Conv.init(2, 2, [3, 3], { seed: 3 }), { padding: 'same' }),
  scale: () => scale([0.5, 2]),
  batchNorm: () => batchNorm({ runningMean: [0, 0.1], runningVar: [1, 2] }),
  threshold: () => threshold(0.2),
};

const source = (kind: 'spikes' | 'current') =>
  kind === 'current'
    ? current(rand([9, 2, 2, 7, 7], { seed: 1 }))
    : spikes({
        shape: [9, 2, 2, 7, 7],
        data: rand([9, 2, 2, 7, 7], { seed: 2 }).data.map((u) => (u < 0.4 ? 1 : 0)),
      });

describe('signals of nodes', () => {
  it('have the names and numbers that the same layers give in a pipe', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...Object.keys(IMAGES)), { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        fc.constantFrom('spikes' as const, 'current' as const),
        fc.constantFrom(1, 20),
        async (kinds, flat, kind, size) => {
          const all = kinds.map((name, i): [string, LayerOperator] => [`n${i}`, IMAGES[name]!()]);
          if (flat) all.push(['flat', flatten()]);
          const nodes = Object.fromEntries(all);
          const net = network({ nodes, edges: [['input', ...Object.keys(nodes), 'output'] as never] });
          const steps$ = source(kind).pipe(block(size));
          const piped$ = all.reduce<Observable<Step>>(
            (before$, [name, layer]) => before$.pipe(layer, probe(name)),
            steps$,
          );
          const found = await lastValueFrom(steps$.pipe(net as unknown as LayerOperator, record()));
          expect(found).toEqual(await lastValueFrom(piped$.pipe(record())));
        },
      ),
      { numRuns: 40 },
    );
  }, 60_000);

  const namesOf = (step: Step) =>
    Object.fromEntries(
      Object.entries(step.layers).map(([name, signals]) => [name, Object.keys(signals).join()]),
    );
  const first = async (net: ReturnType<typeof network>, kind: 'spikes' | 'current' = 'spikes') => {
    const [step] = await lastValueFrom(
      source(kind).pipe(net as unknown as LayerOperator, take(1), toArray()),
    );
    return { own: Object.keys(step!.signals).join(), ...namesOf(step!) };
  };

  it('are spikes where spikes come in, also from outside a network and along a cycle, and currents for sums', async () => {
    const nested = network({ nodes: { wait: delay(1) }, edges: [['input', 'wait', 'output']] });
    const net = network({
      nodes: {
        pool: maxPool2d(1),
        sub: nested,
        lif: leaky({ beta: 0.5 }),
        back: delay(1),
        sum: maxPool2d(1),
        direct: output(),
      },
      edges: [
        ['input', 'pool', 'sub', 'lif', 'back', 'lif', 'output'],
        ['pool', 'sum'],
        ['sub', 'sum', 'output'],
        ['input', 'direct'],
      ],
    });
    const names = { pool: 'spk', sub: 'spk', 'sub.wait': 'spk', back: 'spk', sum: 'cur', own: 'cur' };
    expect(await first(net)).toMatchObject({ ...names, direct: 'spk' });
    const currents = { pool: 'cur', sub: 'cur', 'sub.wait': 'cur', back: 'spk', direct: 'cur' };
    expect(await first(net, 'current')).toMatchObject(currents);
  });

  it('are those of the layer that each input was kept from', async () => {
    const net = network({
      nodes: { input: input(), other: input(), left: maxPool2d(1), right: maxPool2d(1), end: output() },
      edges: [
        ['input', 'left', 'end'],
        ['other', 'right', 'output'],
      ],
    });
    const steps$ = source('current').pipe(threshold(0.5), probe('other'), scale(2));
    const step = await lastValueFrom(steps$.pipe(net));
    expect(namesOf(step)).toMatchObject({ left: 'cur', end: 'cur', right: 'spk' });
  });
});
