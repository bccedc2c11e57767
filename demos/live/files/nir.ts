import { endsIn, type FileKind } from './kind.js';

/** How every HDF5 file begins: the byte 0x89, then this. */
const HDF5 = 'HDF\r\n\x1a\n';

/** A network in the Neuromorphic Intermediate Representation, which runs in place of the one before. */
export const nir: FileKind = {
  name: 'nir',
  title: 'networks in NIR (.nir)',
  endings: ['.nir'],
  accepts: (name, start) =>
    endsIn(name, nir.endings) || String.fromCharCode(...start.subarray(1, 8)) === HDF5,
  open: async (file, live) => live.open(file.name, new Uint8Array(await file.arrayBuffer())),
};
