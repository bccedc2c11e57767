import { listed } from '../../check.js';
import { type Bytes, openBytes, type PathOrBytes } from '../bytes/bytes.js';
import { Cursor } from '../bytes/cursor.js';
import { openAedat2 } from './aedat2.js';
import { openAedat3 } from './aedat3.js';
import { openAedat4 } from './aedat4.js';
import { openDat } from './dat.js';
import {
  EVENT_FORMATS,
  type EventFormat,
  type EventReader,
  type EventReadOptions,
  type OpenDecoder,
  readerOf,
} from './events.js';
import { openNmnist } from './nmnist.js';

const decoders: Readonly<Record<EventFormat, OpenDecoder>> = {
  aedat2: openAedat2,
  aedat3: openAedat3,
  aedat4: openAedat4,
  dat: openDat,
  nmnist: openNmnist,
};

/** Opens an event file and reads its header. Whoever does so closes `reader.file`. */
export async function openEvents(
  operator: string,
  input: PathOrBytes,
  options: EventReadOptions,
): Promise<EventReader> {
  const file = await openBytes(operator, input);
  try {
    const cursor = new Cursor(operator, file);
    const format = options.format ?? (await detect(cursor));
    return readerOf(cursor, await decoders[format](cursor, options), options);
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** The format by the first bytes, and by the name for those that have no mark. */
async function detect(cursor: Cursor): Promise<EventFormat> {
  const first = String.fromCharCode(...(await cursor.peek(12)));
  if (first.startsWith('#!AER-DAT2.')) return 'aedat2';
  if (first.startsWith('#!AER-DAT3.')) return 'aedat3';
  if (first.startsWith('#!AER-DAT4.')) return 'aedat4';
  if (first.startsWith('% ')) return 'dat';
  if (nameOf(cursor.file).endsWith('.bin')) return 'nmnist';
  if (first.startsWith('#!AER-DAT'))
    throw cursor.fault('AEDAT must be of version 2, 3 or 4', `'${first}'`, 0);
  const rule = 'the format must be known by the first bytes, or the option format be one of';
  throw cursor.fault(`${rule} ${listed(EVENT_FORMATS)}`, `'${first}'`, 0);
}

function nameOf({ name }: Bytes): string {
  return name.toLowerCase().replace(/[?#].*$/, '');
}
