import { describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import {
  current,
  type LayerOperator,
  type NirGraph,
  type NirNode,
  network,
  rand,
  readNir,
  record,
} from 'rxsnn';
import { keepsTheStreamContract } from '../helpers/operator.js';

const number = (value: number) => ({ shape: [], data: Float32Array.of(value) });
const lif = (tau = 1e-3): NirNode => ({
  ...{
    type: 'LIF',
    tau: number(tau),
    r: number(20),
    vLeak: number(0),
    vThreshold: number(1),
    vReset: number(0),
  },
});
const scale = (...values: number[]): NirNode => ({
  ...{ type: 'Scale', scale: { shape: [values.length], data: Float32Array.from(values) } },
});
const graph = (nodes: Record<string, NirNode>, ...edges: [string, string][]): NirGraph => ({
  type: 'NIRGraph',
  nodes,
  edges,
});
const ends = { input: { type: 'Input', shape: [2] }, output: { type: 'Output', shape: [2] } } as const;
const chain = (node: NirNode) => graph({ ...ends, node }, ['input', 'node'], ['node', 'output']);
const run = (net: LayerOperator) =>
  lastValueFrom(current({ shape: [6, 1, 2], data: rand([6, 1, 2], { seed: 2 }).data }).pipe(net, record()));

describe('network of a NIR graph', () => {
  keepsTheStreamContract(() => network(chain(lif())) as LayerOperator);

  it('takes dt from its options, else from the metadata, else 0.1 ms', async () => {
    const metadata = { rxsnn: { dt: 5e-4, semantics: 'exact' } };
    const saved = chain({ ...lif(), metadata } as NirNode);
    const mem = async (net: LayerOperator) => (await run(net)).mem.data;
    expect(await mem(network(saved))).toEqual(
      await mem(network(chain(lif()), { dt: 5e-4, semantics: 'exact' })),
    );
    expect(await mem(network(saved, { semantics: 'euler', dt: 1e-4 }))).toEqual(
      await mem(network(chain(lif()))),
    );
    expect(await mem(network(saved, { dt: 1e-4 }))).not.toEqual(await mem(network(saved)));
  });

  it('finds where a graph without Input and Output begins and ends', async () => {
    const open = graph({ gain: scale(2, 4), lif: lif() }, ['gain', 'lif']);
    const closed = graph(
      { ...ends, gain: scale(2, 4), lif: lif() },
      ['input', 'gain'],
      ['gain', 'lif'],
      ['lif', 'output'],
    );
    expect((await run(network(open))).spk).toEqual((await run(network(closed))).spk);
    expect(() => network(graph({ lif: lif() }))).toThrow(
      "network: the graph has no Input, and the shape at 'lif' is not known",
    );
  });

  it('puts a _ behind names that mean something else here', async () => {
    const odd = graph(
      { in: ends.input, out: ends.output, input: lif(), mem: lif(2e-3), mem_: lif(3e-3) },
      ['in', 'input'],
      ['input', 'mem'],
      ['mem', 'mem_'],
      ['mem_', 'out'],
    );
    const rec = await run(network(odd));
    expect(Object.keys(rec)).toEqual(expect.arrayContaining(['input_', 'mem_', 'mem__']));
    const named = graph(
      { in: ends.input, ['__proto__']: lif(), out: ends.output },
      ['in', '__proto__'],
      ['__proto__', 'out'],
    );
    expect(Object.keys(await run(network(named)))).toContain('__proto___');
    const open = graph({ input: scale(2, 4), output: lif() }, ['input', 'output']);
    expect(Object.keys(await run(network(open)))).toEqual(expect.arrayContaining(['input_', 'output_']));
  });

  it('rounds a delay to steps of dt', async () => {
    const delayed = (dt: number) =>
      network(chain({ type: 'Delay', delay: { shape: [2], data: Float32Array.of(0, 2.4e-4) } }), { dt });
    const { cur } = await run(delayed(1e-4));
    const values = rand([6, 1, 2], { seed: 2 }).data;
    expect([...cur.data].filter((_, i) => i % 2 === 0)).toEqual([...values].filter((_, i) => i % 2 === 0));
    expect([...cur.data].filter((_, i) => i % 2 === 1)).toEqual([
      0,
      0,
      ...[...values].filter((_, i) => i % 2 === 1).slice(0, 4),
    ]);
  });

  it('takes weights of one matrix only', () => {
    const weight = (...shape: number[]) => ({
      shape,
      data: new Float32Array(shape.reduce((a, b) => a * b, 1)),
    });
    expect(() => network(chain({ type: 'Linear', weight: weight(1, 2, 2) }))).not.toThrow();
    expect(() => network(chain({ type: 'Linear', weight: weight(3, 2, 2) }))).toThrow(
      "network: node 'node': weight must be [outputs, inputs], got shape [3, 2, 2]",
    );
  });

  it('names the node whose semantics or parameters do not fit', () => {
    const leaking = { ...lif(), vLeak: number(0.5) } as NirNode;
    expect(() => network(chain(leaking), { semantics: 'snntorch' })).toThrow(
      /^network: node 'node': lif: vLeak /,
    );
    const integrator: NirNode = { type: 'I', r: number(1) };
    expect(() => network(chain(integrator), { semantics: 'norse' })).toThrow(
      "network: node 'node': integrator: semantics must be one of 'euler', 'exact', got 'norse'",
    );
    expect(() => network(chain(lif()), { semantics: 'lava' as never })).toThrow(
      "network: semantics must be one of 'euler', 'exact', 'snntorch', 'norse', got 'lava'",
    );
    expect(() => network(chain(lif()), { dt: 0 })).toThrow('network: dt must be above 0, got 0');
  });

  it('says both shapes where the input does not fit', async () => {
    const net = network(await readNir('spec/reference/nir/lif-uniform.nir'));
    await expect(run(net)).rejects.toThrow("network: 'input' gets samples of [2], it takes [7]");
  });
});
