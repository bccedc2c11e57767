import { oneOf } from '../../check.js';
import { type Shape, sizeOf } from '../../shape.js';
import { attempt } from '../attempt.js';
import { h5Text } from '../hdf5/h5Text.js';
import { type H5Array, type H5Tree, writeHdf5 } from '../hdf5/writeHdf5.js';
import { checkShapes, type NodeShapes } from './checkShapes.js';
import { FIELDS, type Field, fileName } from './fields.js';
import { metadataTree } from './metadata.js';
import type { NirArray, NirGraph, NirLeaf, NirNode, NirType } from './nodes.js';

/** The version of NIR whose files these are. */
const version = '1.0.7';

/**
 * The bytes of a NIR file with a graph. Parameters that are a single number are written in the shape of their layer,
 * without which other readers fail; `extra` goes into the metadata, where NIR has room for it.
 */
export function encodeNir(graph: NirGraph): Uint8Array {
  return writeHdf5(
    new Map<string, H5Tree | H5Array>([
      ['node', graphTree(graph, '')],
      ['version', h5Text(version)],
    ]),
  );
}

function graphTree(graph: NirGraph, path: string): H5Tree {
  checkNames(graph, path);
  const shapes = attempt('writeNir', () => checkShapes(graph, path));
  const nodes = Object.entries(graph.nodes).map(([name, node]): [string, H5Tree] => [
    name,
    nodeTree(node, path + name, shapes.get(name)!),
  ]);
  return new Map<string, H5Tree | H5Array>([
    ['type', h5Text('NIRGraph')],
    ['nodes', new Map(nodes)],
    ['edges', { shape: [graph.edges.length, 2], data: graph.edges.flat() }],
    ...metadataOf(graph, path || 'the graph'),
  ]);
}

function nodeTree(node: NirNode, path: string, shapes: NodeShapes): H5Tree {
  if (node.type === 'NIRGraph') return graphTree(node, `${path}/`);
  const entries = Object.entries(FIELDS[node.type]).flatMap(([name, field]): [string, H5Array][] => {
    const value = node[name as keyof NirLeaf] as unknown;
    if (value === undefined && field.optional) return [];
    if (value === undefined) throw new TypeError(`writeNir: ${path}: ${node.type} must have ${name}`);
    return [[fileName(name), field.write(spread(value, field, shapes.input) as never)]];
  });
  return new Map<string, H5Tree | H5Array>([
    ['type', h5Text(node.type)],
    ...entries,
    ...metadataOf(node, path),
  ]);
}

/** A single number as one for each neuron of the layer. */
function spread(value: unknown, field: Field, shape: Shape | undefined): unknown {
  if (!field.perNeuron) return value;
  const { data } = value as NirArray;
  if (data.length !== 1) return value;
  const layer = shape ?? [1];
  return { shape: layer, data: new Float32Array(sizeOf(layer)).fill(data[0]!) };
}

function metadataOf(
  { metadata, extra }: Pick<NirNode, 'metadata' | 'extra'>,
  path: string,
): [string, H5Tree][] {
  const all = { ...extra, ...metadata };
  return Object.keys(all).length === 0 ? [] : [['metadata', metadataTree(all, path)]];
}

function checkNames({ nodes, edges }: NirGraph, path: string): void {
  for (const [name, { type }] of Object.entries(nodes)) {
    if (name === '' || name.includes('/') || name === '.') {
      throw new TypeError(`writeNir: the name of a node must be a word without /, got '${name}'`);
    }
    oneOf(`writeNir: ${path}${name}: type`, [...Object.keys(FIELDS), 'NIRGraph'] as NirType[], type);
  }
  for (const [from, to] of edges) {
    for (const end of [from, to]) {
      if (Object.hasOwn(nodes, end)) continue;
      throw new TypeError(`writeNir: the edge ${path}${from} -> ${path}${to} names unknown node '${end}'`);
    }
  }
}
