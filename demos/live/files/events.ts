import { endsIn, type FileKind } from './kind.js';

/** Events of a camera, which play as the network's input. The file is read a piece at a time, however large it is. */
export const events: FileKind = {
  name: 'events',
  title: 'event files (AEDAT, Metavision .dat, N-MNIST .bin)',
  endings: ['.aedat', '.aedat2', '.aedat4', '.dat', '.bin'],
  accepts: (name, start) =>
    endsIn(name, events.endings) || String.fromCharCode(...start.subarray(0, 9)) === '#!AER-DAT',
  open: async (file, live) => live.feed(file),
};
