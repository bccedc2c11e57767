import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { readNir } from 'rxsnn';
import { temporaryFolders } from '../../helpers/files.js';

const folder = temporaryFolders();

interface Storage {
  readonly libver?: string;
  /** Of numbers. */
  readonly dtype?: string;
  /** Of text: 'S' is of any length. */
  readonly text?: string;
  readonly edges?: 'pairs' | 'records';
  /** Chunks of the weights, packed or not. */
  readonly chunks?: readonly number[];
  readonly gzip?: boolean;
  readonly version?: boolean;
  readonly track_order?: boolean;
  readonly attributes?: boolean;
}

/** One graph, stored in several of the ways that HDF5 has: written by the HDF5 library itself. */
const script = `
  import h5wasm from 'h5wasm/node';
  await h5wasm.ready;
  const [folder, json] = process.argv.slice(1);
  JSON.parse(json).forEach(({ libver, dtype = '<f', text = 'S', edges = 'pairs', chunks, gzip, version = true, track_order, attributes }, i) => {
  const file = new h5wasm.File(folder + '/' + i + '.nir', 'w', { libver, track_order });
  const word = (group, name, data) => group.create_dataset({ name, data: [data], shape: [], dtype: text });
  if (version) word(file, 'version', '1.0.7');
  const root = file.create_group('node', track_order);
  word(root, 'type', 'NIRGraph');
  const nodes = root.create_group('nodes', track_order);
  const add = (name, type, numbers) => {
    const node = nodes.create_group(name, track_order);
    word(node, 'type', type);
    for (const [name, [shape, ...data]] of Object.entries(numbers)) {
      const packed = shape.length === 2 ? { chunks, ...(gzip ? { compression: 'gzip', compression_opts: [4] } : {}) } : {};
      node.create_dataset({ name, data: Float64Array.from(data), shape, dtype, ...packed });
    }
    if (attributes) node.create_attribute('note', 'by hand');
    return node;
  };
  const size = (node, n) => node.create_dataset({ name: 'shape', data: BigInt64Array.of(n), shape: [1], dtype: '<q' });
  size(add('input', 'Input', {}), 3n);
  const v = (x) => [[2], x, 2 * x];
  add('fc', 'Linear', { weight: [[2, 3], 1, 2, -3, 0.5, 0.25, 6] });
  add('lif', 'LIF', { tau: v(0.5), r: v(2), v_leak: v(0), v_threshold: v(1), v_reset: v(-1) });
  size(add('output', 'Output', {}), 2n);
  const ends = ['input', 'fc', 'fc', 'lif', 'lif', 'output'];
  if (edges === 'pairs') root.create_dataset({ name: 'edges', data: ends, shape: [3, 2], dtype: text });
  else {
    const pairs = new Map([['source', [0, 2, 4].map((i) => ends[i])], ['target', [1, 3, 5].map((i) => ends[i])]]);
    root.create_dataset({ name: 'edges', data: pairs, shape: [3], dtype: [['source', text], ['target', text]] });
  }
  file.close();
  });`;

const vector = (x: number) => ({ shape: [2], data: Float32Array.of(x, 2 * x) });

const storages: Record<string, Storage> = {
  'as h5py stores it': {},
  "by libver 'latest'": { libver: 'latest' },
  'in the order of its making': { track_order: true, attributes: true },
  'in float64': { dtype: '<d' },
  'with text of a fixed length': { text: 'S20' },
  'with text of a fixed length, latest': { text: 'S20', libver: 'latest' },
  'in chunks': { chunks: [2, 2] },
  'packed in chunks': { chunks: [1, 2], gzip: true },
  'packed in one chunk, latest': { chunks: [2, 3], gzip: true, libver: 'latest' },
  'with edges as records': { edges: 'records', text: 'S20' },
  'with edges as records, latest': { edges: 'records', text: 'S20', libver: 'latest' },
  'without a version': { version: false },
};

describe('readNir of one graph', () => {
  const files: Record<string, Uint8Array> = {};

  beforeAll(() => {
    const written = folder();
    const json = JSON.stringify(Object.values(storages));
    execFileSync(process.execPath, ['--input-type=module', '--eval', script, '--', written, json]);
    for (const [i, name] of Object.keys(storages).entries()) {
      files[name] = readFileSync(join(written, `${i}.nir`));
    }
  }, 30_000);

  it.each(Object.keys(storages))('gives the same: %s', async (name) => {
    const { version, nodes, edges, warnings } = await readNir(files[name]!);
    expect(version).toBe(storages[name]!.version === false ? undefined : '1.0.7');
    expect(nodes).toEqual({
      input: { type: 'Input', shape: [3] },
      fc: { type: 'Linear', weight: { shape: [2, 3], data: Float32Array.of(1, 2, -3, 0.5, 0.25, 6) } },
      lif: {
        ...{ type: 'LIF', tau: vector(0.5), r: vector(2), vLeak: vector(0) },
        ...{ vThreshold: vector(1), vReset: vector(-1) },
      },
      output: { type: 'Output', shape: [2] },
    });
    expect(edges.map((edge) => edge.join())).toEqual(['input,fc', 'fc,lif', 'lif,output']);
    expect(warnings).toEqual([]);
  });
});
