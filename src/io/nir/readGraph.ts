import { hint } from '../../nearest.js';
import { describeShape, type Shape, sameShape, sizeOf } from '../../shape.js';
import { attempt } from '../attempt.js';
import type { H5Dataset, H5Group, H5Object } from '../hdf5/readHdf5.js';
import { FIELDS, fileName } from './fields.js';
import { readMetadata } from './metadata.js';
import type { NirArray, NirGraph, NirLeaf, NirMetadata, NirNode } from './nodes.js';

type Warn = (warning: string) => void;

/** `path` is the graph's name and a slash, for a node of another graph. */
export function readGraph(group: H5Group, path: string, warn: Warn): NirGraph {
  const what = path ? `${path.slice(0, -1)}` : 'the graph';
  const found = group.get('nodes');
  if (!isGroup(found)) throw new Error(`${what} must have a group nodes`);
  const nodes = Object.fromEntries(
    [...found].map(([name, child]) => {
      if (!isGroup(child)) throw new Error(`${path}${name} must be a node, got a dataset`);
      return [name, readNode(child, path + name, warn)];
    }),
  );
  return {
    type: 'NIRGraph',
    nodes,
    edges: readEdges(group.get('edges'), nodes, what, warn),
    ...others(group, ['nodes', 'edges'], what, warn),
  };
}

function readEdges(
  dataset: H5Object | undefined,
  nodes: Readonly<Record<string, NirNode>>,
  what: string,
  warn: Warn,
): [string, string][] {
  if (!dataset || isGroup(dataset)) throw new Error(`${what} must have a dataset edges`);
  const { shape, kind, read } = dataset;
  if (sizeOf(shape) === 0) return [];
  if (kind !== 'text' || shape.length !== 2 || shape[1] !== 2) {
    throw new Error(
      `${what}: edges must be text of shape [n, 2], got ${kind} of shape ${describeShape(shape)}`,
    );
  }
  const ends = read() as readonly string[];
  const edges = new Map<string, [string, string]>();
  for (let i = 0; i < ends.length; i += 2) {
    const [from, to] = [ends[i]!, ends[i + 1]!];
    for (const end of [from, to]) checkEnd(end, nodes, `${from} -> ${to}`);
    const key = JSON.stringify([from, to]);
    if (edges.has(key)) warn(`the edge ${from} -> ${to} is there twice, it counts once`);
    edges.set(key, [from, to]);
  }
  return [...edges.values()];
}

function checkEnd(end: string, nodes: Readonly<Record<string, NirNode>>, edge: string): void {
  if (Object.hasOwn(nodes, end)) return;
  throw new Error(`the edge ${edge} names unknown node '${end}'; ${hint(end, Object.keys(nodes))}`);
}

function readNode(group: H5Group, path: string, warn: Warn): NirNode {
  const type = typeOf(group, path);
  if (type === 'NIRGraph') return readGraph(group, `${path}/`, warn);
  if (!Object.hasOwn(FIELDS, type)) {
    throw new Error(`${path} has the unknown type '${type}'; ${hint(type, Object.keys(FIELDS))}`);
  }
  const fields = FIELDS[type as NirLeaf['type']];
  const node: Record<string, unknown> = { type };
  for (const [name, field] of Object.entries(fields)) {
    const dataset = group.get(fileName(name));
    if (isGroup(dataset)) throw new Error(`${path}: ${fileName(name)} must be a dataset, got a group`);
    if (dataset) node[name] = attempt(`${path}: ${fileName(name)}`, () => field.read(dataset));
    else if (field.otherwise !== undefined) node[name] = field.otherwise;
    else if (field.default === undefined && !field.optional) {
      throw new Error(`${path}: ${type} must have ${fileName(name)}`);
    }
  }
  const shape = checkSizes(node, fields, path);
  for (const [name, field] of Object.entries(fields)) {
    if (field.default === undefined || name in node) continue;
    node[name] = { shape, data: new Float32Array(sizeOf(shape)).fill(field.default) };
  }
  return { ...node, ...others(group, Object.keys(fields).map(fileName), path, warn) } as unknown as NirNode;
}

/** The shape of a layer, from those of its parameters that are not a single number; they must be the same. */
function checkSizes(
  node: Readonly<Record<string, unknown>>,
  fields: (typeof FIELDS)[NirLeaf['type']],
  path: string,
): Shape {
  let first: { readonly name: string; readonly shape: Shape } | undefined;
  for (const [name, field] of Object.entries(fields)) {
    const value = node[name] as NirArray | undefined;
    if (!value || !field.perNeuron) continue;
    const { shape } = value;
    if (sizeOf(shape) === 0)
      throw new Error(`${path}: ${fileName(name)} must not be empty, got ${describeShape(shape)}`);
    if (!first || (sizeOf(first.shape) === 1 && shape.length >= first.shape.length)) first = { name, shape };
    if (sizeOf(shape) === 1 || sameShape(shape, first.shape)) continue;
    const sizes = `${describeShape(first.shape)}, ${fileName(name)} ${describeShape(shape)}`;
    throw new Error(`${path}: ${fileName(first.name)} has shape ${sizes}`);
  }
  return first?.shape ?? [];
}

/** Metadata, and what else is in a group. */
function others(
  group: H5Group,
  known: readonly string[],
  path: string,
  warn: Warn,
): { metadata?: NirMetadata; extra?: NirMetadata } {
  const metadata = group.get('metadata');
  const unknown = [...group].filter(([name]) => ![...known, 'type', 'metadata'].includes(name));
  if (metadata && !isGroup(metadata)) unknown.push(['metadata', metadata]);
  for (const [name] of unknown) warn(`${path}: unknown dataset '${name}', kept as extra`);
  return {
    ...(isGroup(metadata) && { metadata: readMetadata(metadata, `${path}: metadata`, warn) }),
    ...(unknown.length > 0 && { extra: readMetadata(new Map(unknown), `${path}: extra`, warn) }),
  };
}

export function typeOf(group: H5Group, path: string): string {
  const type = group.get('type');
  if (!type || isGroup(type)) throw new Error(`${path} must have a type`);
  return textOf(type, `${path}: type`);
}

export function textOf({ shape, kind, read }: H5Dataset, what: string): string {
  if (kind !== 'text' || sizeOf(shape) !== 1) throw new Error(`${what} must be text, got ${kind}`);
  return attempt(what, () => (read() as readonly string[])[0]!);
}

export function isGroup(object: H5Object | undefined): object is H5Group {
  return object instanceof Map;
}
