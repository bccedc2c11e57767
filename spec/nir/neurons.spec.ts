import { describe, expect, it } from '@jest/globals';
import fc, { type Arbitrary } from 'fast-check';
import { lastValueFrom } from 'rxjs';
import {
  alpha,
  block,
  current,
  deltaLeaky,
  type LayerOperator,
  Linear,
  lapicque,
  leaky,
  type NetworkOperator,
  network,
  rand,
  readNir,
  record,
  rleaky,
  rsynaptic,
  slstm,
  synaptic,
  toNir,
  writeNir,
} from 'rxsnn';

const SIZE = 3;
const STEPS = 25;

const onGrid = (values: readonly number[]) => values.map((x) => Math.round(x * 8) / 8);
const chain = (out: LayerOperator) => network({ nodes: { out }, edges: [['input', 'out', 'output']] });
const run = (net: LayerOperator | NetworkOperator, values: Float32Array, shape: readonly number[] = [SIZE]) =>
  lastValueFrom(
    current({ shape: [STEPS, 2, ...shape], data: values }).pipe(
      block(20),
      net as LayerOperator,
      record<string>(),
    ),
  );
const read = async (net: NetworkOperator, shape: readonly number[] = [SIZE]) =>
  readNir(writeNir(net, { shape }));

/** Between 0 and 1: one for all, or one each. */
const decay = (min: number, max: number) => {
  const one = fc.double({ min, max, noNaN: true });
  return fc.oneof(one, fc.array(one, { minLength: SIZE, maxLength: SIZE }));
};
const firing = {
  threshold: fc.oneof(fc.constantFrom(0.3, 1), fc.constant([0.2, 0.5, 1])),
  resetMechanism: fc.constantFrom('subtract', 'zero', 'none'),
  inhibition: fc.boolean(),
  mem: fc.constantFrom(0, 0.25),
} as const;
const recurrence = fc.oneof(
  fc.record({
    recurrent: fc
      .tuple(fc.nat(), fc.boolean())
      .map(([seed, bias]) => Linear.init(SIZE, SIZE, { seed, bias })),
  }),
  fc.record({ V: fc.oneof(fc.constantFrom(-0.5, 0.7), fc.constant([0.1, -0.2, 0.3])) }),
  fc.constant({ allToAll: false }),
);
const resetDelay = fc.boolean();
type Make = (options: never) => LayerOperator;
const neurons: Readonly<Record<string, readonly [Make, Arbitrary<unknown>]>> = {
  leaky: [leaky, fc.record({ ...firing, resetDelay, beta: decay(0, 0.99) })],
  synaptic: [synaptic, fc.record({ ...firing, resetDelay, alpha: decay(0, 0.99), beta: decay(0, 0.99) })],
  lapicque: [
    lapicque,
    fc.oneof(
      fc.record({ ...firing, beta: decay(0.1, 0.99) }),
      fc.record({ ...firing, R: decay(1, 4), C: decay(2, 9), timeStep: fc.constantFrom(0.5, 1) }),
    ),
  ],
  alpha: [
    alpha,
    fc.record({
      ...firing,
      resetMechanism: fc.constant('none'),
      alpha: decay(0.6, 0.9),
      beta: decay(0, 0.5),
    }),
  ],
  rleaky: [
    rleaky,
    fc.tuple(fc.record({ ...firing, resetDelay, beta: decay(0, 0.99) }), recurrence).map(joined),
  ],
  rsynaptic: [
    rsynaptic,
    fc
      .tuple(fc.record({ ...firing, resetDelay, alpha: decay(0, 0.9), beta: decay(0, 0.99) }), recurrence)
      .map(joined),
  ],
  deltaLeaky: [deltaLeaky, fc.record({ beta: decay(0, 0.99), deltaThreshold: fc.constantFrom(0.1, 0.4) })],
};
function joined([a, b]: readonly [object, object]) {
  return { ...a, ...b };
}

describe('snnTorch’s neurons in a NIR file', () => {
  it.each(Object.keys(neurons))(
    '%s gives the same recording when it is read again',
    async (name) => {
      const [make, options] = neurons[name]!;
      let spikes = 0;
      await fc.assert(
        fc.asyncProperty(options, fc.nat(), async (given, seed) => {
          const net = chain(make(given as never));
          const graph = await read(net);
          expect(graph.warnings).toEqual([]);
          const values = rand([STEPS, 2, SIZE], { seed }).data;
          const before = await run(net, values);
          expect(await run(network(graph), values)).toEqual(before);
          spikes += before.spk.data.reduce((a, b) => a + b);
        }),
        { numRuns: 40 },
      );
      expect(spikes).toBeGreaterThan(1000);
    },
    60_000,
  );

  /** Numbers that Euler's method does not round. */
  const exactly: Readonly<Record<string, readonly [LayerOperator, 'euler' | 'snntorch']>> = {
    'rleaky, all to all': [
      rleaky({
        beta: 0.75,
        threshold: 0.5,
        resetMechanism: 'zero',
        resetDelay: false,
        recurrent: new Linear([onGrid([0.5, -0.3, 0.2]), onGrid([0, 0.2, 0.4]), onGrid([-0.9, 0.3, 0])]),
      }),
      'snntorch',
    ],
    'rleaky, one to one': [
      rleaky({ beta: 0.5, resetMechanism: 'zero', resetDelay: false, V: [0.5, -0.25, 0.125] }),
      'euler',
    ],
    rsynaptic: [
      rsynaptic({
        alpha: 0.5,
        beta: 0.75,
        resetMechanism: 'zero',
        resetDelay: false,
        V: [0.5, -0.25, 0.125],
      }),
      'snntorch',
    ],
    'alpha without a reset': [
      alpha({ alpha: 0.75, beta: 0.5, threshold: 0.5, resetMechanism: 'none' }),
      'euler',
    ],
    deltaLeaky: [deltaLeaky({ beta: 0.5, deltaThreshold: 0.25 }), 'euler'],
  };

  it.each(Object.keys(exactly))('%s is the same to readers of the equations', async (name) => {
    const [neuron, semantics] = exactly[name]!;
    const graph = await read(chain(neuron));
    expect(graph.nodes.out!.type).toBe('NIRGraph');
    expect(toNir(chain(neuron), { shape: [SIZE] }).warnings).toEqual([]);
    const values = rand([STEPS, 2, SIZE], { seed: 3 }).data.map((u) => Math.round(16 * u - 4) / 8);
    const { spk } = await run(chain(neuron), values);
    expect((await run(network(graph, { semantics }), values)).spk).toEqual(spk);
    expect(spk.data.reduce((a, b) => a + b)).toBeGreaterThan(20);
  });

  it('lapicque has the membrane of its LIF', async () => {
    const net = chain(lapicque({ R: 2, C: 4, threshold: 100, resetMechanism: 'none' }));
    const values = rand([STEPS, 2, SIZE], { seed: 3 }).data.map((u) => Math.round(16 * u - 4) / 8);
    const graph = await read(net);
    expect(graph.nodes.out).toMatchObject({ type: 'LIF', tau: { data: new Float32Array(3).fill(8e-4) } });
    const [own, again] = [await run(net, values), await run(network(graph, { semantics: 'euler' }), values)];
    again.mem.data.forEach((v, i) => {
      expect(v).toBeCloseTo(own.mem.data[i]!, 5);
    });
  });

  it('recurrent ones are the pair that snnTorch writes, with the weights once', async () => {
    const fc = Linear.init(SIZE, SIZE, { seed: 1 });
    const { nodes } = await read(chain(rleaky({ beta: 0.9, recurrent: fc })));
    const graph = nodes.out as Extract<typeof nodes.out, { type: 'NIRGraph' }>;
    expect(Object.keys(graph.nodes).sort()).toEqual(['input', 'lif', 'output', 'w_rec']);
    expect(graph.edges.map((edge) => edge.join()).sort()).toEqual([
      'input,lif',
      'lif,output',
      'lif,w_rec',
      'w_rec,lif',
    ]);
    expect(graph.nodes.w_rec).toMatchObject({ type: 'Affine', weight: { data: fc.weight.data } });
    expect(graph.metadata).toEqual({ rxsnn: { layer: 'rleaky', dt: 1e-4, options: { beta: 0.9 } } });
  });

  it('one to one, a layer of any shape is written', async () => {
    const net = chain(rleaky({ beta: 0.5, V: -0.5 }));
    const values = rand([STEPS, 2, 2, 2], { seed: 1 }).data;
    const graph = await read(net, [2, 2]);
    expect((await run(network(graph), values, [2, 2])).spk).toEqual((await run(net, values, [2, 2])).spk);
    const all = chain(rleaky({ beta: 0.5, recurrent: Linear.init(4, 4) }));
    expect(() => writeNir(all, { shape: [2, 2] })).toThrow(
      "network: node 'out': NIR's matrices take a vector, put flatten() before it, the layer has shape [2, 2]",
    );
  });

  it('warn of what the file says in its metadata only', () => {
    const warnings = (out: LayerOperator) => toNir(chain(out), { shape: [SIZE] }).warnings;
    expect(warnings(rleaky({ beta: 0.9, V: 1, inhibition: true, mem: 0.5 }))).toEqual([
      'out: rleaky becomes NIRGraph, its reset and inhibition and first state are in the metadata only',
    ]);
    expect(warnings(lapicque({ beta: 0.9 }))).toEqual([
      'out: lapicque becomes LIF, its reset is in the metadata only',
    ]);
  });

  it('are refused where NIR has nothing like them', () => {
    const write = (out: LayerOperator) => () => writeNir(chain(out), { shape: [SIZE] });
    expect(write(alpha({ alpha: 0.9, beta: 0.5 }))).toThrow(
      "network: node 'out': NIR has no neuron whose spikes reset its currents: resetMechanism must be 'none', got 'zero'",
    );
    const weight = new Array(8).fill([1, 1, 1]);
    expect(write(slstm({ weight_ih: weight, weight_hh: new Array(8).fill([1, 1]) }))).toThrow(
      "network: node 'out': NIR has no slstm, only linear, scale,",
    );
    expect(write(lapicque({ beta: 1 }))).toThrow(
      "node 'out': a beta of 1 has no time constant, use ifNeuron",
    );
  });
});
