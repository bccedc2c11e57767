import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BehaviorSubject, lastValueFrom, map, of, tap } from 'rxjs';
import {
  block,
  current,
  type DeviceName,
  input,
  Linear,
  leaky,
  linear,
  type NetworkOperator,
  network,
  neuron,
  output,
  probe,
  rand,
  record,
  type Step,
  type Tensor,
  tensor,
  to,
} from 'rxsnn';
import { type GraphCase, graphs, interpret, operatorOf } from '../helpers/graphs.js';
import { exact } from '../helpers/modes.js';
import { keepsTheStreamContract } from '../helpers/operator.js';

const STEPS = 23;
const BATCH = 2;

const weights = (inputs: number, outputs: number, seed: number) =>
  linear(Linear.init(inputs, outputs, { seed }));
const lif = () => leaky({ beta: 0.8, threshold: 0.3 });
const recurrent = (features = 2) =>
  network({
    nodes: { fc: weights(features, 4, 1), lif: lif(), rec: weights(4, 4, 2) },
    edges: [
      ['input', 'fc', 'lif', 'output'],
      ['lif', 'rec', 'lif'],
    ],
  });
/** Hands on what it gets. */
const relay = () => neuron({ name: 'relay', state: {}, step: ({ cur }) => ({ spk: cur }) });
const numbers = (tensor: Tensor | undefined) => [...tensor!.data];

describe('network', () => {
  keepsTheStreamContract(() => recurrent());

  it('equals its nodes asked one by one, in every block size', async () => {
    await fc.assert(
      fc.asyncProperty(graphs(), fc.nat(), fc.constantFrom(2, 7, 20), async (graph, seed, size) => {
        const data = randomInput(graph, seed);
        const wanted = expected(graph, data);
        for (const steps of [1, size]) {
          expect(await outputs(operatorOf(graph), graph, data, 'events', steps)).toEqual(wanted);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('equals its nodes asked one by one, on every device', async () => {
    await fc.assert(
      fc.asyncProperty(graphs({ most: 4 }), fc.nat(), async (graph, seed) => {
        const data = randomInput(graph, seed);
        const wanted = expected(graph, data);
        for (const device of exact) {
          expect(await outputs(operatorOf(graph), graph, data, device, 20)).toEqual(wanted);
        }
      }),
      { numRuns: 8 },
    );
  });

  it('gives, for a chain, the steps of the same layers in a pipe', async () => {
    const layers = { fc1: weights(3, 5, 1), lif1: lif(), fc2: weights(5, 2, 2), lif2: lif() };
    const chain = network({ nodes: layers, edges: [['input', 'fc1', 'lif1', 'fc2', 'lif2', 'output']] });
    const { fc1, lif1, fc2, lif2 } = layers;
    const source = current(rand([STEPS, 3], { seed: 4 }));
    for (const device of exact) {
      const piped = source.pipe(to(device), fc1, probe('fc1'), lif1, probe('lif1'), fc2, probe('fc2'), lif2);
      const wanted = await lastValueFrom(piped.pipe(probe('lif2'), record()));
      const found = await lastValueFrom(source.pipe(to(device), chain, record()));
      expect(found).toEqual(wanted);
    }
  });

  it('delivers along a cycle what was made in the step before, zeros at first', async () => {
    const sum = network({
      nodes: { sum: relay() },
      edges: [['input', 'sum', 'sum', 'output']],
    });
    expect(numbers((await lastValueFrom(current([1, 2, 3, 4]).pipe(sum, record()))).spk as never)).toEqual([
      1, 3, 6, 10,
    ]);
  });

  it('delays an edge by as many steps as it says', async () => {
    const echo = network({
      nodes: { sum: relay() },
      edges: [
        ['input', 'sum'],
        { from: 'input', to: 'sum', delay: 2 },
        { from: 'sum', to: 'output', delay: 1 },
      ],
    });
    const rec = await lastValueFrom(current([1, 10, 100, 1000, 0]).pipe(echo, record()));
    expect([...rec.sum!.spk.data]).toEqual([1, 10, 101, 1010, 100]);
    expect([...rec.spk.data]).toEqual([0, 1, 10, 101, 1010]);
  });

  it('takes several inputs from the layers that were kept upstream, and keeps several outputs', async () => {
    const two = network({
      nodes: {
        left: input([2]),
        right: input(),
        sum: relay(),
        minus: weights(2, 2, 3),
        a: output(),
        b: output(),
      },
      edges: [
        ['left', 'sum', 'a'],
        ['right', 'sum'],
        ['right', 'minus', 'b'],
      ],
    });
    const source = current([[1, 2]]).pipe(
      probe('left'),
      map((step) => step),
      leaky({ beta: 0, threshold: 0.5 }),
      probe('right'),
    );
    const step = await lastValueFrom(source.pipe(two));
    expect(numbers(step.spk)).toEqual([2, 3]);
    expect(step.layers.a).toBe(step.signals);
    expect(step.layers.b).toBe(step.layers.minus);
    await expect(lastValueFrom(current([[1, 2]]).pipe(probe('left'), two))).rejects.toThrow(
      "network: no layer 'right', there are 'left'",
    );
  });

  it('is a node of another network, whose nodes are kept under both names', async () => {
    const outer = network({
      nodes: { sub: recurrent(3), fc: weights(4, 2, 5), out: lif() },
      edges: [['input', 'sub', 'fc', 'out', 'output']],
    });
    const source = current(rand([STEPS, 3], { seed: 6 }));
    const { fc, out } = { fc: weights(4, 2, 5), out: lif() };
    const wanted = await lastValueFrom(source.pipe(recurrent(3), fc, out, record()));
    const found = await lastValueFrom(source.pipe(outer, record()));
    expect(found.spk).toEqual(wanted.spk);
    expect(found['sub.lif']).toEqual(wanted.lif);
    expect(found.sub).toEqual(wanted.lif);
    expect(found['sub.rec']).toEqual(wanted.rec);
    const typed = of([1, 0, 1]).pipe(outer);
    expect(numbers((await lastValueFrom(typed)).layers['sub.lif'].spk)).toHaveLength(4);
    // @ts-expect-error the compiler knows the names
    expect((await lastValueFrom(typed)).layers['sub.lof']).toBeUndefined();
  });

  it('joins the inputs and outputs of networks within it by name', async () => {
    const pair = network({
      nodes: { left: input(), right: input(), l: relay(), r: relay(), x: output(), y: output() },
      edges: [
        ['left', 'l', 'x'],
        ['right', 'r', 'y'],
      ],
    });
    const crossed = network({
      nodes: { pair, double: weights(1, 1, 0), sum: relay() },
      edges: [
        ['input', 'pair.left'],
        ['input', 'pair.right'],
        ['pair.x', 'double', 'pair.right'],
        ['pair.y', 'sum', 'output'],
        ['pair', 'sum'],
      ],
    });
    const { weight, bias } = Linear.init(1, 1, { seed: 0 });
    const f = Math.fround;
    const rec = await lastValueFrom(current([1, 2]).pipe(crossed, record()));
    // the edge back into the pair closes a cycle
    const back = f(f(1 * weight.data[0]!) + bias!.data[0]!);
    expect([...rec.sum!.spk.data]).toEqual([2, f(f(2 + back) + 2)]);
    expect(rec['pair.y']).toEqual(rec['pair.r']);
    expect(() => network({ nodes: { pair }, edges: [['input', 'pair', 'output']] })).toThrow(
      "network: 'pair' has several inputs, name one of 'pair.left', 'pair.right'",
    );
    expect(() =>
      network({
        nodes: { pair },
        edges: [
          ['input', 'pair.left'],
          ['pair', 'output'],
        ],
      }),
    ).toThrow("network: no edge leads to 'pair.right'");
  });

  it('follows the settings of its nodes', async () => {
    const beta = new BehaviorSubject(0.5);
    const net = network({
      nodes: { lif: leaky({ beta, resetMechanism: 'none' }) },
      edges: [['input', 'lif', 'output']],
    });
    expect(Object.keys(net.layer.varying!)).toEqual(['lif.beta']);
    const outer = network({ nodes: { sub: net }, edges: [['input', 'sub', 'output']] });
    expect(Object.keys(outer.layer.varying!)).toEqual(['sub.lif.beta']);
    const change = tap(({ t }: Step) => {
      if (t === 1) beta.next(0);
    });
    const rec = await lastValueFrom(current([1, 1, 1]).pipe(change, outer, record()));
    expect([...rec.mem.data]).toEqual([1, 1, 1]);
    expect(beta.observed).toBe(false);
  });

  it('saves and loads the state of all its nodes and delayed edges', async () => {
    await fc.assert(
      fc.asyncProperty(graphs({ most: 4 }), fc.nat(), async (graph, seed) => {
        let saved: readonly (readonly Tensor[])[] = [];
        const kept: number[][] = [];
        const source = current({ shape: [STEPS, BATCH, graph.features], data: randomInput(graph, seed) });
        const jump = tap(({ output, t, flow }: Step) => {
          kept.push(numbers(output));
          if (kept.length === 8) {
            saved = flow.parts.map((part) => part.save!().map(({ data, shape }) => tensor(data, shape)));
          } else if (t === 14 && kept.length === 15) {
            for (const [i, part] of flow.parts.entries()) part.load!(saved[i]!);
            flow.t = 8;
          }
        });
        await lastValueFrom(source.pipe(operatorOf(graph), jump));
        expect(saved).toHaveLength(1);
        expect(kept).toHaveLength(15 + STEPS - 8);
        expect(kept.slice(15, 22)).toEqual(kept.slice(8, 15));
      }),
      { numRuns: 15 },
    );
  });

  it('says which nodes do not fit, with both shapes', async () => {
    const run = (net: NetworkOperator) => lastValueFrom(current([[1, 2, 3]]).pipe(net));
    const nodes = { a: weights(3, 4, 1), b: weights(5, 2, 2) };
    await expect(run(network({ nodes, edges: [['input', 'a', 'b', 'output']] }))).rejects.toThrow(
      "network: node 'b': linear: input has 4 features, the weights take 5",
    );
    const merged = network({
      nodes: { a: weights(3, 4, 1), b: weights(3, 2, 2), sum: lif() },
      edges: [
        ['input', 'a', 'sum', 'output'],
        ['input', 'b', 'sum'],
      ],
    });
    await expect(run(merged)).rejects.toThrow(
      "network: node 'sum' gets [1, 2] from 'b', but [1, 4] from 'a'",
    );
    const wrong = network({ nodes: { input: input([2]), a: lif() }, edges: [['input', 'a', 'output']] });
    await expect(run(wrong)).rejects.toThrow("network: 'input' gets samples of [3], it takes [2]");
    const inner = network({
      nodes: { lif: leaky({ beta: [0.5, 0.5] }) },
      edges: [['input', 'lif', 'output']],
    });
    await expect(
      run(network({ nodes: { sub: inner }, edges: [['input', 'sub', 'output']] })),
    ).rejects.toThrow("network: node 'sub': node 'lif': leaky: beta has 2 values, the layer has 3 neurons");
  });

  it('says which nodes have shapes that only follow from each other', async () => {
    const pair = network({
      nodes: { a: input(), b: input(), l: relay(), r: relay(), x: output(), y: output() },
      edges: [
        ['a', 'l', 'x'],
        ['b', 'r', 'y'],
      ],
    });
    const net = network({
      nodes: { pair },
      edges: [
        ['input', 'pair.a'],
        ['pair.x', 'pair.b'],
        ['pair.y', 'output'],
      ],
    });
    await expect(lastValueFrom(current([1]).pipe(net))).rejects.toThrow(
      "network: cannot tell the shapes of 'pair', 'output', each waits for another of them",
    );
  });

  it('refuses a name that was kept upstream already', async () => {
    const again = current([[1, 2]]).pipe(probe('lif'), recurrent());
    await expect(lastValueFrom(again)).rejects.toThrow("network: 'lif' names a layer upstream already");
  });

  it('frees what was started when a later node cannot start', async () => {
    const devices = new Set<Tensor['device']>();
    const spy = tap(({ signals }: Step) => devices.add(signals.spk?.device));
    const net = network({
      nodes: { fc: weights(2, 3, 1), lif: leaky({ beta: [1, 1] }) },
      edges: [['input', 'fc', 'lif', 'output']],
    });
    const run = lastValueFrom(current([[1, 1]]).pipe(lif(), spy, net));
    await expect(run).rejects.toThrow(
      "network: node 'lif': leaky: beta has 2 values, the layer has 3 neurons",
    );
    expect([...devices].map((device) => device!.counts)).toMatchObject([{ kernels: 0, resources: 0 }]);
  });

  it('names what is wrong with nodes and edges', () => {
    const nodes = { lif1: lif(), lif2: lif() };
    const make =
      (edges: unknown, given: unknown = nodes) =>
      () =>
        network({ nodes: given as typeof nodes, edges: edges as never });
    expect(make([['input', 'lif', 'output']])).toThrow(
      "network: edge names unknown node 'lif'; did you mean 'lif1'?",
    );
    expect(make([['input', 'hidden', 'output']])).toThrow(
      "network: edge names unknown node 'hidden'; there are 'lif1', 'lif2', 'input', 'output'",
    );
    expect(make([['input', 'lif1', 'output']])).toThrow(
      "network: no edge leads from an input to the node 'lif2'",
    );
    expect(make([['lif1', 'lif2', 'output']])).toThrow("network: has no input, begin an edge with 'input'");
    expect(make([['input', 'lif1', 'lif2']])).toThrow("network: has no output, end an edge with 'output'");
    expect(
      make([
        ['input', 'lif1', 'lif2', 'output'],
        ['lif1', 'lif2'],
      ]),
    ).toThrow("network: the edge 'lif1' -> 'lif2' is there twice");
    expect(make([['input', 'lif1', 'input', 'lif2', 'output']])).toThrow(
      "network: an edge cannot lead to an input, got 'input'",
    );
    expect(make([['input', 'lif1', 'output', 'lif2']])).toThrow(
      "network: an edge cannot begin at an output, got 'output'",
    );
    expect(make([['input']])).toThrow('network: an edge joins at least two nodes, got [input]');
    expect(make(['input'])).toThrow("network: an edge is ['a', 'b'] or { from, to, delay }, got 'input'");
    expect(make([{ from: 'input', to: 'lif1', delay: -1 }])).toThrow(
      "network: delay of 'input' -> 'lif1' must be a whole number, at least 0, got -1",
    );
    expect(make(undefined)).toThrow('network: edges must be an array, got undefined');
    expect(make([], undefined)).toThrow('network: has no input');
    expect(make([], null)).toThrow('network: nodes must be an object of layers by name, got null');
    expect(make([], { a: probe('a') })).toThrow(
      "network: node 'a' must be a layer, input() or output(), got",
    );
    expect(make([], { input: lif() })).toThrow(
      "network: the node 'input' must be input(), give the layer another name",
    );
    expect(make([], { spk: lif() })).toThrow(
      "network: a node's name must be a word other than spk, mem, cur, syn, got 'spk'",
    );
    expect(make([['input', 'lif1', 'lif2', 'output']], { ...nodes, spare: input() })).toThrow(
      "network: no edge begins at the input 'spare'",
    );
    const sub = recurrent();
    expect(make([['input', 'sub', 'sub.lif', 'output']], { sub, 'sub.lif': lif() })).toThrow(
      "network: 'sub.lif' is a node, and the name of one within 'sub'",
    );
    // @ts-expect-error the compiler knows the names
    expect(() => network({ nodes, edges: [['input', 'lif3', 'output']] })).toThrow(TypeError);
  });
});

function randomInput({ features }: GraphCase, seed: number): Float32Array {
  return rand([STEPS, BATCH, features], { seed }).data.map((x) => (x < 0.4 ? 0 : x));
}

/** What every node hands on, and the network, over all steps. */
async function outputs(
  operator: NetworkOperator,
  { nodes, features }: GraphCase,
  data: Float32Array,
  device: DeviceName,
  steps: number,
): Promise<Record<string, Float32Array>> {
  const source = current({ shape: [STEPS, BATCH, features], data });
  const rec = await lastValueFrom(source.pipe(to(device), block(steps), operator, record()));
  const found = Object.keys(nodes).map((name) => [name, (rec[name]!.spk ?? rec[name]!.cur).data]);
  return { ...Object.fromEntries(found), output: (rec.spk ?? rec.cur).data };
}

/** The same by the interpreter, which knows one sample at a time. */
function expected(graph: GraphCase, data: Float32Array): Record<string, Float32Array> {
  const { features, nodes } = graph;
  const samples = Array.from({ length: BATCH }, () => interpret(graph));
  const all = Object.fromEntries([...Object.keys(nodes), 'output'].map((name) => [name, [] as number[]]));
  for (let t = 0; t < STEPS; t++) {
    for (const [sample, step] of samples.entries()) {
      const at = (t * BATCH + sample) * features;
      const values = step(data.slice(at, at + features));
      for (const [name, list] of Object.entries(all)) list.push(...values[name]!);
    }
  }
  return Object.fromEntries(Object.entries(all).map(([name, list]) => [name, Float32Array.from(list)]));
}
