import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { type NirGraph, type NirNode, readNir } from 'rxsnn';
import { type H5Array, type H5Tree, writeHdf5 } from '../../../src/io/hdf5/writeHdf5.js';
import { mutationCount, mutations } from '../../helpers/mutations.js';

const folder = 'spec/reference/nir';
type Tree = { readonly [name: string]: Tree | H5Array };

/** A file of any contents: objects become groups. */
function file(root: Tree): Uint8Array {
  const tree = (group: Tree): H5Tree =>
    new Map(
      Object.entries(group).map(([name, child]) => [
        name,
        'data' in child ? (child as H5Array) : tree(child as Tree),
      ]),
    );
  return writeHdf5(tree(root));
}
const text = (value: string): H5Array => ({ shape: [], data: [value] });
const floats = (...values: number[]): H5Array => ({
  shape: [values.length],
  data: Float32Array.from(values),
});
const scalar = (value: number): H5Array => ({ shape: [], data: Float64Array.of(value) });
const whole = (...values: number[]): H5Array => ({
  shape: [values.length],
  data: BigInt64Array.from(values, BigInt),
});
const edges = (...pairs: [string, string][]): H5Array => ({ shape: [pairs.length, 2], data: pairs.flat() });
const lif = {
  type: text('LIF'),
  tau: floats(0.1, 0.2),
  r: floats(1, 1),
  v_leak: floats(0, 0),
  v_threshold: floats(1, 1),
};
const graph = (nodes: Tree, ...pairs: [string, string][]): Tree => ({
  node: {
    type: text('NIRGraph'),
    nodes: {
      input: { type: text('Input'), shape: whole(2) },
      output: { type: text('Output'), shape: whole(2) },
      ...nodes,
    },
    edges: edges(...pairs),
  },
});
const chain: [string, string][] = [
  ['input', 'lif'],
  ['lif', 'output'],
];

describe('readNir', () => {
  it('reads all types of nodes, packed, with metadata', async () => {
    const { nodes, metadata, version, warnings, edges } = await readNir(`${folder}/all-nodes-gzip.nir`);
    expect(version).toBe('1.0.7');
    expect(warnings).toEqual([]);
    expect(
      Object.values(nodes)
        .map(({ type }) => type)
        .sort(),
    ).toEqual([
      ...[
        'Affine',
        'AvgPool2d',
        'Conv2d',
        'CubaLI',
        'CubaLIF',
        'Delay',
        'Flatten',
        'I',
        'IF',
        'Input',
        'LI',
        'LIF',
      ],
      ...['Linear', 'Output', 'Scale', 'SumPool2d', 'Threshold'],
    ]);
    const ones = { shape: [4], data: Float32Array.of(1, 1, 1, 1) };
    expect(nodes.clif).toEqual({
      ...{ type: 'CubaLIF', tauSyn: ones, tauMem: ones, r: ones, vLeak: ones, vThreshold: ones },
      ...{
        wIn: { shape: [4], data: Float32Array.of(2, 2, 2, 2) },
        vReset: { shape: [4], data: new Float32Array(4) },
      },
    });
    expect(nodes.c2).toMatchObject({
      ...{ type: 'Conv2d', inputShape: [8, 8], stride: [1, 1], padding: 'same', dilation: [1, 1], groups: 1 },
      ...{ weight: { shape: [2, 1, 3, 3] }, bias: { shape: [2] } },
    });
    expect(nodes.ap).toEqual({ type: 'AvgPool2d', kernelSize: [2, 2], stride: [2, 2], padding: [0, 0] });
    expect(nodes.fl).toEqual({ type: 'Flatten', startDim: 0, endDim: -1, inputType: [2, 2, 2] });
    expect(edges).toContainEqual(['input', 'c2']);
    const arr = { shape: [3], data: Float64Array.of(0, 1, 2) };
    expect(metadata).toEqual({ arr, dt: 0.0001, nest: { a: 1 }, who: 'me' });
  });

  it('reads nested graphs, and a file that is gzipped as a whole', async () => {
    const bytes = readFileSync(`${folder}/recurrent-subgraph.nir`);
    const { nodes } = await readNir(bytes);
    const inner = nodes.rec as NirGraph;
    expect(inner.type).toBe('NIRGraph');
    expect(Object.keys(inner.nodes)).toEqual(['input', 'lif', 'output', 'w_rec']);
    expect((await readNir(gzipSync(bytes))).nodes.rec).toEqual(inner);
  });

  it('fills in what older files lack', async () => {
    const cuba = {
      type: text('CubaLIF'),
      tau_syn: floats(1, 1),
      tau_mem: floats(1, 1),
      r: floats(1, 1),
      v_leak: floats(0, 0),
      v_threshold: floats(1, 1),
    };
    const read = await readNir(
      file(graph({ lif, cuba }, ['input', 'lif'], ['lif', 'cuba'], ['cuba', 'output'])),
    );
    expect(read.version).toBeUndefined();
    expect(read.nodes.lif).toMatchObject({ vReset: { shape: [2], data: Float32Array.of(0, 0) } });
    expect(read.nodes.cuba).toMatchObject({ wIn: { shape: [2], data: Float32Array.of(1, 1) } });
  });

  it('takes single numbers, of float64 too, beside one a neuron', async () => {
    const mixed = { ...lif, tau: scalar(0.1), v_leak: floats(0) };
    const { nodes } = await readNir(file(graph({ lif: mixed }, ...chain)));
    expect(nodes.lif).toMatchObject({
      tau: { shape: [], data: Float32Array.of(0.1) },
      vReset: { shape: [2] },
    });
  });

  it('keeps what it does not know, and says so', async () => {
    const odd = {
      ...lif,
      colour: text('red'),
      metadata: { note: text('mine'), list: { shape: [2], data: ['a', 'b'] } },
    };
    const { nodes, warnings } = await readNir(file(graph({ lif: odd }, ...chain, ['input', 'lif'])));
    expect(nodes.lif).toMatchObject({
      extra: { colour: 'red' },
      metadata: { note: 'mine', list: ['a', 'b'] },
    });
    expect(warnings).toEqual([
      "lif: unknown dataset 'colour', kept as extra",
      'the edge input -> lif is there twice, it counts once',
    ]);
  });

  it.each([
    ['bad-edge-name', "the edge affin -> lif1 names unknown node 'affin'; did you mean 'affine'?"],
    ['bad-shape', "on the edge affine -> lif1 the output of 'affine' has shape [5], the input of 'lif1' [4]"],
    ['bad-type', "lif1 has the unknown type 'Foo'; there are 'Input', 'Output', 'Affine',"],
  ])('refuses %s', async (name, message) => {
    const path = `${folder}/${name}.nir`;
    await expect(readNir(path)).rejects.toThrow(`readNir: ${path}: ${message}`);
  });

  it.each<[string, Tree, string]>([
    ['no graph', { node: { type: text('LIF') } }, 'the file must hold a NIRGraph, got a LIF'],
    ['no node', { version: text('1') }, 'the file must have a group node'],
    ['no type', graph({ lif: { tau: scalar(1) } }), 'lif must have a type'],
    [
      'a slip in a type',
      graph({ lif: { ...lif, type: text('lif') } }),
      "lif has the unknown type 'lif'; did you mean 'LIF'?",
    ],
    ['a missing parameter', graph({ lif: { type: text('LIF'), r: scalar(1) } }), 'lif: LIF must have tau'],
    ['sizes that differ', graph({ lif: { ...lif, r: floats(1, 2, 3) } }), 'lif: tau has shape [2], r [3]'],
    ['text for numbers', graph({ lif: { ...lif, r: text('1') } }), 'lif: r: must be numbers, got text'],
    [
      'a size that is none',
      graph({ d: { type: text('Input'), shape: floats(1.5) } }),
      'd: shape: must be whole numbers, at least 0, got 1.5',
    ],
    [
      'an unknown padding',
      graph({ c: { type: text('Conv1d'), weight: floats(1), stride: whole(1), padding: text('full') } }),
      "c: padding: must be sizes, 'same' or 'valid', got 'full'",
    ],
    [
      'a window that does not fit',
      graph(
        {
          p: { type: text('SumPool2d'), kernel_size: whole(5, 5), stride: whole(1, 1), padding: whole(0, 0) },
          image: { type: text('Input'), shape: whole(1, 4, 4) },
        },
        ['image', 'p'],
      ),
      'p: a window spans 5, the input has shape [1, 4, 4]',
    ],
    [
      'what cannot be flattened',
      graph({ f: { type: text('Flatten'), start_dim: whole(2), end_dim: whole(-1) } }, ['input', 'f']),
      'f: start_dim 2 and end_dim -1 must be dimensions of the input [2]',
    ],
  ])('refuses %s', async (_, root, message) => {
    await expect(readNir(file(root))).rejects.toThrow(`readNir: the bytes: ${message}`);
  });

  it('leaves shapes unchecked where it is asked to', async () => {
    const read = await readNir(`${folder}/bad-shape.nir`, { typeCheck: false });
    expect(read.edges).toContainEqual(['affine', 'lif1']);
  });

  it.each(['recurrent-subgraph', 'all-nodes-gzip'])(
    'gives a graph or an Error for any bytes: %s',
    async (name) => {
      const valid = new Uint8Array(readFileSync(`${folder}/${name}.nir`));
      for (const { bytes } of mutations(valid, mutationCount(200))) {
        try {
          isConsistent(await readNir(bytes));
        } catch (error) {
          expect((error as Error).message).toMatch(/^readNir: /);
        }
      }
    },
  );
});

function isConsistent({ nodes, edges }: NirGraph): void {
  if (!edges.flat().every((end) => Object.hasOwn(nodes, end))) throw new Error('an edge leads nowhere');
  for (const node of Object.values<NirNode>(nodes)) {
    if (node.type === 'NIRGraph') isConsistent(node);
    for (const value of Object.values(node)) {
      const filled =
        !value?.data || value.data.length === value.shape.reduce((a: number, b: number) => a * b, 1);
      if (!filled) throw new Error('numbers must fill their shape');
    }
  }
}
