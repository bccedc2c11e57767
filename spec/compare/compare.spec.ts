import { describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import {
  alpha,
  compare,
  current,
  type LayerOperator,
  Linear,
  leaky,
  linear,
  network,
  rand,
  record,
} from 'rxsnn';

const steps$ = current({ shape: [50, 2, 3], data: rand([50, 2, 3], { seed: 1 }).data });
const net = (out: LayerOperator) =>
  network({
    nodes: { fc: linear(Linear.init(3, 4, { seed: 2 })), out },
    edges: [['input', 'fc', 'out', 'output']],
  });
const own = leaky({ beta: 0.9, threshold: 0.5 });

describe('compare', () => {
  it('finds nothing between a network and itself, nor its recording', async () => {
    const same = await compare(net(own), net(own), { input: steps$ });
    expect(same).toMatchObject({ equal: true, first: undefined, steps: 50, unmatched: [] });
    const rec = await lastValueFrom(steps$.pipe(net(own), record()));
    expect((await compare(net(own), rec, { input: steps$ })).equal).toBe(true);
    expect((await compare(rec, rec)).equal).toBe(true);
    expect(String(same).split('\n')[0]).toBe('They do not differ in 50 steps.');
  });

  it('names step, node, sample and neuron, and both membranes, where a spike differs first', async () => {
    const rec = await lastValueFrom(steps$.pipe(net(own), record()));
    const flipped = rec.out!.spk.data.slice();
    const index = (31 * 2 + 1) * 4 + 3;
    flipped[index] = 1 - flipped[index]!;
    flipped[(40 * 2 + 0) * 4 + 1]! += 1;
    const other = { ...rec, out: { ...rec.out!, spk: { ...rec.out!.spk, data: flipped } } };
    const found = await compare(rec, other, { names: ['ours', 'theirs'] });
    const mem = rec.out!.mem.data;
    expect(found.first).toEqual({
      ...{ step: 31, node: 'out', signal: 'spk', sample: 1, neuron: 3, place: [3] },
      values: [rec.out!.spk.data[index], flipped[index]],
      mem: [mem[index], mem[index]],
      memBefore: [mem[index - 8], mem[index - 8]],
    });
    expect(found.signals.find(({ node, signal }) => node === 'out' && signal === 'spk')).toEqual({
      ...{ node: 'out', signal: 'spk', differing: 2, count: 400, largest: 1, firstStep: 31 },
    });
  });

  it('reports in words and a table', async () => {
    const trace = (...data: number[]) => ({ shape: [3, 1, 1], data: Float32Array.from(data) });
    const a = { lif: { spk: trace(0, 0, 1), mem: trace(0.5, 1.2, 0) }, li: { mem: trace(1, 1, 1) } };
    const b = { lif: { spk: trace(0, 1, 1), mem: trace(0.5, 0, 0) }, only: { mem: trace(1, 1, 1) } };
    expect(String(await compare(a, b, { names: ['euler', 'exact'] }))).toBe(
      `They first differ in step 1 of 3, at node 'lif', neuron 0: exact fires, euler does not.
Membranes: euler 1.2, exact 0.
Membranes one step before: euler 0.5, exact 0.5.
Only one of them has li, only.

node  signal  differ  of  largest  first step
---------------------------------------------
lif   spk          1   3        1           1
lif   mem          1   3      1.2           1`,
    );
  });

  it('tells small differences, and tolerates what it is told to', async () => {
    const other = net(leaky({ beta: 0.9001, threshold: 0.5 }));
    const options = { input: steps$, names: ['own', 'other'] as const };
    const strict = await compare(net(own), other, { ...options, signals: ['mem'] });
    expect(strict.first).toMatchObject({ step: 1, node: 'out', signal: 'mem' });
    expect(String(strict)).toMatch(
      /^They first differ in step 1 of 50, at node 'out', sample 0, neuron \d: mem of own /,
    );
    expect((await compare(net(own), other, { ...options, tolerance: 10, signals: ['mem'] })).equal).toBe(
      true,
    );
    expect(strict.signals).toHaveLength(1);
  });

  it('takes infinity and NaN as numbers of their own', async () => {
    const trace = (...data: number[]) => ({ shape: [4, 1, 1], data: Float32Array.from(data) });
    const [inf, nan] = [Number.POSITIVE_INFINITY, Number.NaN];
    const a = { lif: { mem: trace(1, inf, nan, 0) } };
    expect((await compare(a, a)).equal).toBe(true);
    for (const other of [trace(1, 5, nan, 0), trace(1, -inf, nan, 0), trace(1, nan, nan, 0)]) {
      expect((await compare(a, { lif: { mem: other } })).first).toMatchObject({ step: 1 });
    }
  });

  it('says where in a convolutional layer the neuron is', async () => {
    const trace = (at?: number) => ({
      shape: [3, 1, 2, 4, 5],
      data: new Float32Array(120).map((_, i) => (i === at ? 1 : 0)),
    });
    const found = await compare({ conv: { spk: trace() } }, { conv: { spk: trace(40 + 20 + 2 * 5 + 3) } });
    expect(found.first).toMatchObject({ step: 1, sample: 0, neuron: 33, place: [1, 2, 3] });
    expect(String(found)).toMatch(
      /^They first differ in step 1 of 3, at node 'conv', neuron \[1, 2, 3\]: b fires, a does not\.\n/,
    );
  });

  it('takes traces without a batch, and those of the last layer without a name', async () => {
    const rec = await lastValueFrom(current(rand([9, 3], { seed: 1 })).pipe(net(own), record()));
    const spk = { shape: [9, 4], data: [...rec.spk.data] } as never;
    expect(await compare({ out: { spk } }, rec)).toMatchObject({ equal: true, unmatched: ['fc'] });
    const run = { input: current(rand([9, 3], { seed: 1 })) };
    expect((await compare(net(own), { spk }, run)).signals).toMatchObject([
      { node: 'output', signal: 'spk', differing: 0, count: 36 },
    ]);
  });

  it('names the rule that is broken', async () => {
    const trace = (shape: number[]) => ({ shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) });
    await expect(compare(net(own), net(own))).rejects.toThrow('compare: a network needs the option input');
    await expect(compare({ a: { spk: trace([1, 1, 1]) } }, { b: { spk: trace([1, 1, 1]) } })).rejects.toThrow(
      'compare: the two must have a node and a signal in common, a has a, b has b',
    );
    await expect(compare({ a: { spk: trace([2, 1, 1]) } }, { a: { spk: trace([3, 1, 1]) } })).rejects.toThrow(
      "compare: spk of 'a' must have one shape, got [2, 1, 1] of a and [3, 1, 1] of b",
    );
    const rec = { a: { spk: trace([2, 1, 1]) } };
    await expect(compare(rec, rec, { signals: ['spike'] })).rejects.toThrow(
      "compare: signals must be some of 'spk', which both have, got 'spike'",
    );
    await expect(compare(rec, { a: { spk: [[1], [0]] } } as never)).rejects.toThrow(
      "compare: spk of 'a' must be { shape: [steps, batch, ...features], data }, b has none",
    );
    await expect(
      compare(rec, { a: { spk: { shape: [2, 1, 1], data: new Float32Array(3) } } }),
    ).rejects.toThrow(
      "compare: spk of 'a' must have as many numbers as its shape, got [2, 1, 1] and 3 numbers of b",
    );
    const graph = { type: 'NIRGraph', nodes: {}, edges: [] };
    await expect(compare(rec, graph as never)).rejects.toThrow('make one of the graph with network(graph)');
    await expect(compare(rec, rec, { names: ['a'] as never })).rejects.toThrow(
      'compare: names must be two, got [a]',
    );
    await expect(compare(1 as never, 2 as never)).rejects.toThrow(
      'compare: takes networks and recordings, got 1',
    );
    const named = network({
      nodes: { synExc: own, out: alpha({ alpha: 0.9, beta: 0.8 }) },
      edges: [['input', 'synExc', 'out', 'output']],
    });
    await expect(compare(named, named, { input: steps$ })).rejects.toThrow(
      "compare: 'synExc' names a layer and a signal of the last one",
    );
    await expect(compare({}, {}, { tolerance: -1 })).rejects.toThrow(
      'compare: tolerance must be a number, at least 0, got -1',
    );
  });
});
