import { describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import {
  Conv,
  conv2d,
  current,
  type LayerOperator,
  Linear,
  leaky,
  linear,
  loadWeights,
  type NamedTensors,
  type NetworkOperator,
  network,
  rand,
  readSafetensors,
  record,
} from 'rxsnn';

const input$ = current({ shape: [30, 1, 4], data: rand([30, 1, 4], { seed: 1 }).data });
const run = (net: NetworkOperator | LayerOperator) =>
  lastValueFrom(input$.pipe(net as LayerOperator, record()));
const ones = (...shape: number[]) => ({
  shape,
  data: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(1),
});
const fc1 = Linear.init(4, 3, { seed: 5 });
const made = (weights: Linear, beta: number) =>
  network({
    nodes: {
      fc1: linear(weights),
      lif1: leaky({ beta, resetMechanism: 'zero' }),
      rec: linear({ weight: ones(3, 3) }),
    },
    edges: [['input', 'fc1', 'lif1', 'output'], { from: 'lif1', to: 'rec', delay: 2 }, ['rec', 'lif1']],
  });
const file = (beta: number): NamedTensors => ({
  'fc1.weight': fc1.weight,
  'fc1.bias': fc1.bias!,
  'lif1.beta': { shape: [], data: Float32Array.of(beta) },
  'lif1.reset_mechanism_val': { shape: [], data: Float32Array.of(1) },
  'rec.weight': ones(3, 3),
});

describe('loadWeights', () => {
  it('gives the network that has the numbers of the file, with all else as it was', async () => {
    const net = made(Linear.init(4, 3, { seed: 6 }), 0.2);
    const before = await run(net);
    const loaded = await run(loadWeights(net, file(0.75)));
    expect(loaded).toEqual(await run(made(fc1, 0.75)));
    expect(loaded.mem).not.toEqual(before.mem);
    expect(await run(net)).toEqual(before);
  });

  it('goes into nested networks, and takes other names', async () => {
    const net = (weights: Linear) =>
      network({ nodes: { sub: made(weights, 0.5) }, edges: [['input', 'sub', 'output']] });
    const tensors = Object.fromEntries(
      Object.entries(file(0.5)).map(([name, tensor]) => [`net.${name}`, tensor]),
    );
    const nodes = { 'net.fc1': 'sub.fc1', 'net.lif1': 'sub.lif1', 'net.rec': 'sub.rec' };
    const loaded = loadWeights(net(Linear.init(4, 3)), tensors, { nodes });
    expect(await run(loaded)).toEqual(await run(net(fc1)));
  });

  it('reads the weights of a trained network', async () => {
    const tensors = await readSafetensors('demos/tutorial/mnist-784-1000-10.safetensors');
    const net = network({
      nodes: {
        fc1: linear(Linear.init(784, 1000)),
        lif1: leaky({ beta: 0.5 }),
        fc2: linear(Linear.init(1000, 10)),
        lif2: leaky({ beta: 0.5 }),
      },
      edges: [['input', 'fc1', 'lif1', 'fc2', 'lif2', 'output']],
    });
    const loaded = loadWeights(net, tensors, { strict: false });
    const { layers } = loaded.layer.graph;
    const weight = layers.find(({ name }) => name === 'fc2')!.layer.options!.weight;
    expect(weight).toEqual(expect.objectContaining({ shape: [10, 1000] }));
    expect((weight as { data: Float32Array }).data).toEqual(tensors['fc2.weight']!.data);
  });

  it('keeps an edge that closes a cycle beside one that is delayed by a step', async () => {
    const twice = (weights: Linear) =>
      network({
        nodes: { fc1: linear(weights), a: leaky({ beta: 0.5 }) },
        edges: [['input', 'fc1', 'a', 'a'], { from: 'a', to: 'a', delay: 1 }, ['a', 'output']],
      });
    const tensors = { 'fc1.weight': fc1.weight, 'fc1.bias': fc1.bias! };
    const loaded = loadWeights(twice(Linear.init(4, 3, { seed: 6 })), tensors, { strict: false });
    expect(await run(loaded)).toEqual(await run(twice(fc1)));
  });

  it('keeps the options of a convolution', () => {
    const net = network({
      nodes: { conv: conv2d(Conv.init(1, 2, [3, 3]), { padding: 1, stride: 2 }) },
      edges: [['input', 'conv', 'output']],
    });
    const loaded = loadWeights(net, { 'conv.weight': ones(2, 1, 3, 3), 'conv.bias': ones(2) });
    expect(loaded.layer.graph.layers[0]!.layer.options).toMatchObject({ padding: 1, stride: 2 });
    expect(loaded.layer.outputShape!([1, 1, 8, 8])).toEqual([1, 2, 4, 4]);
  });

  it('names what does not fit', () => {
    const net = made(fc1, 0.5);
    const { 'fc1.weight': weight, ...rest } = file(0.5);
    expect(() => loadWeights(net, rest)).toThrow(new Error("loadWeights: the file has no 'fc1.weight'"));
    expect(() => loadWeights(net, { ...file(0.5), 'fc2.weight': weight! })).toThrow(
      "loadWeights: the network has no place for 'fc2.weight'; did you mean 'fc1.weight'?",
    );
    expect(() => loadWeights(net, { ...file(0.5), 'fc1.weight': ones(3, 5) })).toThrow(
      'loadWeights: fc1.weight has shape [3, 5], the layer takes [3, 4]',
    );
    expect(() => loadWeights(net, { 'other.weight': ones(1) }, { strict: false })).not.toThrow();
    expect(() => loadWeights({} as never, {})).toThrow('loadWeights: takes a network, got an object Object');
  });
});
