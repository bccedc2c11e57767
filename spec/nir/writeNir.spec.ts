import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { interval, lastValueFrom, map } from 'rxjs';
import {
  avgPool2d,
  Conv,
  conv2d,
  cubaLif,
  current,
  delay,
  flatten,
  ifNeuron,
  input,
  type LayerOperator,
  Linear,
  leaky,
  lif,
  linear,
  maxPool2d,
  type NetworkOperator,
  type NirGraph,
  network,
  rand,
  readNir,
  record,
  scale,
  sumPool2d,
  synaptic,
  threshold,
  toNir,
  writeNir,
} from 'rxsnn';

const folder = 'spec/reference/nir';
const files = readdirSync(folder).filter((name) => name.endsWith('.nir') && !name.startsWith('bad-'));
const number = (value: number) => ({ shape: [], data: Float32Array.of(value) });
const small: NirGraph = {
  type: 'NIRGraph',
  nodes: {
    input: { type: 'Input', shape: [3] },
    lif: {
      type: 'LIF',
      tau: number(0.1),
      r: number(1),
      vLeak: number(0),
      vThreshold: number(1),
      vReset: number(0),
    },
    output: { type: 'Output', shape: [3] },
  },
  edges: [
    ['input', 'lif'],
    ['lif', 'output'],
  ],
};

describe('writeNir of a graph', () => {
  it.each(files)('keeps what readNir read: %s', async (name) => {
    const { version, ...graph } = await readNir(`${folder}/${name}`);
    const { version: written, ...again } = await readNir(writeNir(graph));
    expect(again).toEqual(graph);
    expect(written).toBe('1.0.7');
  });

  it('writes single numbers in the shape of their layer', async () => {
    const { nodes } = await readNir(writeNir(small));
    expect(nodes.lif).toMatchObject({ tau: { shape: [3], data: Float32Array.of(0.1, 0.1, 0.1) } });
  });

  it('keeps metadata of every kind, and puts what NIR does not know among it', async () => {
    const metadata = {
      dt: 1e-4,
      who: 'me',
      ok: true,
      names: ['a', 'b'],
      deep: { er: { x: 1 } },
      numbers: { shape: [2], data: Float64Array.of(1, 2) },
    };
    const {
      nodes,
      metadata: read,
      warnings,
    } = await readNir(
      writeNir({
        ...small,
        metadata,
        nodes: { ...small.nodes, lif: { ...small.nodes.lif!, extra: { colour: 'red' } } },
      }),
    );
    expect(read).toEqual(metadata);
    expect(nodes.lif?.metadata).toEqual({ colour: 'red' });
    expect(warnings).toEqual([]);
  });

  it('names what cannot be written', () => {
    expect(() => writeNir({ ...small, edges: [['input', 'lfi']] })).toThrow(
      "writeNir: the edge input -> lfi names unknown node 'lfi'",
    );
    expect(() => writeNir({ ...small, nodes: { ...small.nodes, 'a/b': small.nodes.lif! } })).toThrow(
      "writeNir: the name of a node must be a word without /, got 'a/b'",
    );
    expect(() => writeNir({ ...small, nodes: { ...small.nodes, odd: { type: 'Odd' } as never } })).toThrow(
      "writeNir: odd: type must be one of 'Input'",
    );
    expect(() =>
      writeNir({
        ...small,
        nodes: { ...small.nodes, output: { type: 'Output', shape: [4] } },
        edges: [['input', 'output']],
      }),
    ).toThrow(
      "writeNir: on the edge input -> output the output of 'input' has shape [3], the input of 'output' [4]",
    );
    expect(() => writeNir({ ...small, metadata: { f: (() => 1) as never } })).toThrow(
      'writeNir: the graph.f must be numbers, text, booleans or an object of such',
    );
  });
});

/** What a network makes of random input. */
async function runOf(net: LayerOperator | NetworkOperator, shape: readonly number[]) {
  const values = { shape: [40, 2, ...shape], data: rand([40, 2, ...shape], { seed: 1 }).data };
  return lastValueFrom(current(values).pipe(net as LayerOperator, record()));
}
const fc = (inputs: number, outputs: number, seed = 3) =>
  linear({ weight: Linear.init(inputs, outputs, { seed }).weight, bias: rand([outputs], { seed }) });
const chainOf = (shape: readonly number[], nodes: Record<string, LayerOperator>) =>
  network({
    nodes: { input: input(shape), ...nodes },
    edges: [['input', ...Object.keys(nodes), 'output'] as never],
  });

describe('writeNir of a network', () => {
  const betas = rand([5], { seed: 8 });
  const nets: Record<string, { shape: readonly number[]; net: NetworkOperator }> = {
    'leaky that subtracts a step later': {
      shape: [4],
      net: chainOf([4], { fc: fc(4, 5), out: leaky({ beta: 0.9 }) }),
    },
    'leaky that subtracts at once': {
      shape: [4],
      net: chainOf([4], { fc: fc(4, 5), out: leaky({ beta: betas, threshold: 0.7, resetDelay: false }) }),
    },
    'leaky with graded spikes and inhibition': {
      shape: [4],
      net: chainOf([4], {
        fc: fc(4, 5),
        out: leaky({
          beta: 0.8,
          gradedSpikesFactor: 2,
          resetMechanism: 'zero',
          inhibition: true,
          mem: betas,
        }),
      }),
    },
    synaptic: {
      shape: [4],
      net: chainOf([4], { fc: fc(4, 5), out: synaptic({ alpha: 0.8, beta: betas, threshold: 0.9 }) }),
    },
    'lif under other semantics': {
      shape: [3],
      net: chainOf([3], {
        a: lif({ tau: 2e-3, r: [20, 30, 40], dt: 1e-3, semantics: 'exact', vReset: 0.1 }),
        b: cubaLif({ tauSyn: 1e-3, tauMem: 2e-3, r: 20, wIn: 10 }),
      }),
    },
    'a convolutional one': {
      shape: [2, 8, 8],
      net: chainOf([2, 8, 8], {
        conv: conv2d(Conv.init(2, 3, [3, 3], { seed: 4 }), { padding: 'same' }),
        spike: threshold(0.1),
        pool: sumPool2d(2),
        mean: avgPool2d(2, { stride: 1 }),
        gain: scale(4),
        wait: delay(2),
        flat: flatten(),
        fc: fc(27, 4),
        out: ifNeuron({ r: 3000 }),
      }),
    },
    'images into a matrix': {
      shape: [2, 3],
      net: chainOf([2, 3], { fc: fc(6, 4), out: leaky({ beta: 0.5 }) }),
    },
    'a recurrent one, with delays': {
      shape: [4],
      net: network({
        nodes: {
          input: input([4]),
          fc: fc(4, 5),
          hid: leaky({ beta: 0.7 }),
          rec: fc(5, 5, 6),
          out: leaky({ beta: 0.6 }),
          read: fc(5, 2),
        },
        edges: [
          ['input', 'fc', 'hid', 'rec'],
          { from: 'rec', to: 'hid', delay: 3 },
          ['hid', 'read'],
          ['read', 'out'],
          { from: 'fc', to: 'hid', delay: 2 } as never,
          ['out', 'output'],
        ],
      }),
    },
    'one within another': {
      shape: [4],
      net: chainOf([4], {
        fc: fc(4, 5),
        sub: chainOf([5], { inner: leaky({ beta: 0.9, threshold: 0.5 }) }),
        out: leaky({ beta: 0.5 }),
      }),
    },
  };

  it.each(Object.keys(nets))('gives the same spikes when it is read again: %s', async (name) => {
    const { shape, net } = nets[name]!;
    const graph = await readNir(writeNir(net));
    expect(graph.warnings).toEqual([]);
    const [own, again] = [await runOf(net, shape), await runOf(network(graph), shape)];
    expect(again.spk).toEqual(own.spk);
    expect(again.mem).toEqual(own.mem);
    expect(own.spk.data.reduce((a, b) => a + b)).toBeGreaterThan(0);
  });

  it('writes the LIF whose steps are those of beta, in the shape of the layer', async () => {
    const net = chainOf([3], { out: leaky({ beta: 0.9, threshold: 2 }) });
    const { nodes } = await readNir(writeNir(net, { dt: 1e-3 }));
    const three = (value: number) => ({ shape: [3], data: Float32Array.of(value, value, value) });
    expect(nodes.out).toMatchObject({
      ...{
        type: 'LIF',
        tau: three(0.01),
        r: three(10),
        vLeak: three(0),
        vThreshold: three(2),
        vReset: three(0),
      },
      metadata: { rxsnn: { layer: 'leaky', dt: 1e-3, options: { beta: 0.9, threshold: 2 } } },
    });
    expect(toNir(net).warnings).toEqual(['out: leaky becomes LIF, its reset is in the metadata only']);
    const atOnce = leaky({ beta: 0.9, resetMechanism: 'zero', resetDelay: false });
    expect(toNir(chainOf([3], { out: atOnce })).warnings).toEqual([]);
  });

  it('follows the equations where they were changed since, or are asked for', async () => {
    const graph = toNir(chainOf([3], { out: leaky({ beta: 0.9 }) }));
    const out = graph.nodes.out as Extract<NirGraph['nodes'][string], { type: 'LIF' }>;
    const changed = {
      ...graph,
      nodes: { ...graph.nodes, out: { ...out, vThreshold: { shape: [3], data: Float32Array.of(9, 9, 9) } } },
    };
    const reset = async (net: NetworkOperator) => (await runOf(net, [3])).mem.data.includes(0);
    expect(await reset(network(graph))).toBe(false);
    expect(await reset(network(graph, { semantics: 'euler' }))).toBe(true);
    const spikes = (await runOf(network(changed), [3])).spk.data.reduce((a, b) => a + b);
    expect(spikes).toBe(0);
  });

  it('takes the shape of the input as an option', async () => {
    const net = network({ nodes: { out: leaky({ beta: 0.9 }) }, edges: [['input', 'out', 'output']] });
    expect(() => writeNir(net)).toThrow(
      'writeNir: the shape of the input must be known, give input(shape) or the option shape',
    );
    expect(() => toNir(net)).toThrow('toNir: the shape of the input must be known');
    expect((await readNir(writeNir(net, { shape: [2] }))).nodes.input).toEqual({ type: 'Input', shape: [2] });
  });

  it('names what NIR does not have', () => {
    const net = (out: LayerOperator) => chainOf([1, 4, 4], { out });
    expect(() => writeNir(net(maxPool2d(2)))).toThrow(
      "node 'out': NIR has no maxPool2d, only linear, scale,",
    );
    expect(() => writeNir(net(leaky({ beta: interval(1).pipe(map(() => 0.9)) })))).toThrow(
      "node 'out': beta varies, NIR has constants only",
    );
    expect(() => writeNir(net(leaky({ beta: 1 })))).toThrow(
      "node 'out': a beta of 1 has no time constant, use ifNeuron",
    );
  });

  it('says what is wrong with its arguments, in its own name', () => {
    const net = chainOf([3], { out: leaky({ beta: 0.9 }) });
    expect(() => toNir(net, { dt: 0 })).toThrow('toNir: dt must be above 0, got 0');
    expect(() => writeNir(net, { dt: 0 })).toThrow('writeNir: dt must be above 0, got 0');
    expect(() => toNir(3 as never)).toThrow('toNir: takes a network, got 3');
    expect(() => toNir({ type: 'NIRGraph' } as never)).toThrow(
      'toNir: takes a network, got an object Object',
    );
    expect(() => writeNir(leaky({ beta: 0.9 }) as never)).toThrow('writeNir: takes a network, got leaky');
  });
});
