import { optionsOf } from '../../options.js';
import { attempt } from '../attempt.js';
import type { PathOrBytes } from '../bytes/bytes.js';
import { type H5Group, readHdf5 } from '../hdf5/readHdf5.js';
import { loadBytes, unpack } from '../loadBytes.js';
import { checkShapes } from './checkShapes.js';
import type { NirGraph } from './nodes.js';
import { isGroup, readGraph, textOf, typeOf } from './readGraph.js';

export interface ReadNirOptions {
  /** Whether the shapes along the edges must fit together. Default true. */
  readonly typeCheck?: boolean;
}

/**
 * Reads a network in the Neuromorphic Intermediate Representation, of any version, as plain data: nodes by name with
 * their parameters in float32 (in camel case: `vThreshold` for `v_threshold`), and edges. `network` takes it.
 *
 * `input` is a path (in a browser a URL), a `URL`, a `Blob` or `File`, or the file's bytes, which are not kept. Files
 * that lack `v_reset` (before NIR 1.0.6) or `w_in` get 0 and 1. What a node's type does not know is kept in `extra`, and
 * `warnings` says so.
 *
 * Rejects with a `TypeError` for another argument, and with an `Error` that names file and node if the file cannot be
 * read or is no HDF5, a node's type is unknown, a parameter is missing or of another size than the others, an edge
 * names an unknown node, or, unless `typeCheck` is false, the shapes along an edge differ:
 * `readNir: net.nir: on the edge affine -> lif1 the output of 'affine' has shape [5], the input of 'lif1' [4]`.
 * It ends so for any bytes, soon and in little memory.
 *
 * ```ts
 * const graph = await readNir('braille.nir');
 * graph.nodes['lif1']; // { type: 'LIF', tau: { shape: [38], data: Float32Array(38) }, ... }
 * ```
 *
 * Source: https://neuroir.org/docs, doi:10.1038/s41467-024-52259-9
 */
export async function readNir(input: PathOrBytes, options: ReadNirOptions = {}): Promise<NirGraph> {
  const { typeCheck = true } = optionsOf('readNir', options, ['typeCheck']);
  const { bytes, name } = await unpack('readNir', await loadBytes('readNir', input));
  return attempt(`readNir: ${name}`, () => graphOf(readHdf5(bytes), typeCheck));
}

function graphOf(root: H5Group, typeCheck: boolean): NirGraph {
  const warnings: string[] = [];
  const node = root.get('node');
  if (!isGroup(node)) throw new Error('the file must have a group node');
  if (typeOf(node, 'node') !== 'NIRGraph') {
    throw new Error(`the file must hold a NIRGraph, got a ${typeOf(node, 'node')}`);
  }
  const graph = readGraph(node, '', (warning) => warnings.push(warning));
  if (typeCheck) checkShapes(graph);
  const version = root.get('version');
  return { ...graph, ...(version && !isGroup(version) && { version: textOf(version, 'version') }), warnings };
}
