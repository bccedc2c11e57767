import type { Cursor } from '../bytes/cursor.js';
import { viewOf } from '../bytes/viewOf.js';
import type { EventBuffer, EventDecoder, Sensor } from './events.js';
import { Table } from './flatbuffer.js';
import { MOST_BYTES, Unsound } from './packed.js';
import { COMPRESSIONS, unpackPacket } from './unpack.js';

const MAGIC = '#!AER-DAT4.0';
/** Most bytes of the header, a few kilobytes in practice. */
const MOST_HEADER = 2 ** 24;
/** The time (int64), x and y (int16 each), polarity (bool), and three bytes that fill up to 16. */
const EVENT = 16;

/**
 * AEDAT 4 of iniVation's DV: a line, a header (a FlatBuffer, with XML that tells the streams), then packets: the number
 * of their stream, their size, and a FlatBuffer that is packed by LZ4 or zstd, or not. Of the first stream of events
 * (`EVTS`) the packets are read; those of frames, motion and triggers are passed over.
 *
 * Source: https://docs.inivation.com/software/software-advanced-usage/file-formats/aedat-4.0.html
 */
export async function openAedat4(cursor: Cursor): Promise<EventDecoder> {
  if ((await cursor.line(MAGIC)) === undefined) {
    throw cursor.fault(`the file must begin with ${MAGIC}`, 'another text', 0);
  }
  const header = await readHeader(cursor);
  const { compression, dataEnd, stream, sensor } = header;
  return {
    sensor,
    async decode(out) {
      if (cursor.at >= dataEnd) return endOf(cursor, dataEnd);
      const at = cursor.at;
      const head = viewOf(await cursor.take(8, 'the head of a packet'));
      const [id, size] = [head.getInt32(0, true), head.getInt32(4, true)];
      if (size < 0 || size > MOST_BYTES) {
        throw cursor.fault(`the size of a packet must be from 0 to ${MOST_BYTES}`, size, at + 4);
      }
      if (stream !== undefined && id !== stream) cursor.skip(size, 'a packet');
      else {
        const packed = await cursor.take(size, 'a packet');
        located(cursor, at, () =>
          decodePacket(unpackPacket(packed, compression), out, at, stream !== undefined),
        );
      }
      return true;
    },
  };
}

interface Header {
  readonly compression: number;
  /** Where the packets end and the table of packets begins, or the file ends. */
  readonly dataEnd: number;
  /** The number of the stream of events; unknown where the header does not tell the streams. */
  readonly stream: number | undefined;
  readonly sensor: Sensor | undefined;
}

async function readHeader(cursor: Cursor): Promise<Header> {
  const at = cursor.at;
  const size = viewOf(await cursor.take(4, 'the size of the header')).getUint32(0, true);
  if (size > MOST_HEADER) throw cursor.fault(`the header must have at most ${MOST_HEADER} bytes`, size, at);
  const bytes = await cursor.take(size, 'the header');
  const { compression, end, xml } = located(cursor, at + 4, () => {
    const table = new Table(bytes);
    return { compression: table.int32(0, 0), end: table.int64(1, -1), xml: table.string(2) ?? '' };
  });
  if (!(compression in COMPRESSIONS)) {
    throw cursor.fault('the compression must be from 0 to 4', compression, at + 4);
  }
  const streams = [...streamsIn(xml)];
  const events = streams.find(({ type }) => type === 'EVTS');
  if (streams.length > 0 && !events) {
    throw cursor.fault(
      'the header must tell of a stream EVTS',
      streams.map(({ type }) => type),
      at + 4,
    );
  }
  const { width, height } = events ?? {};
  return {
    compression,
    dataEnd: end > 0 ? end : cursor.file.size,
    stream: events?.id,
    sensor: width === undefined || height === undefined ? undefined : { width, height },
  };
}

/** The packets end where the header says; a file that has been cut off ends before. */
function endOf(cursor: Cursor, dataEnd: number): false {
  if (cursor.at === dataEnd) return false;
  throw cursor.fault(`the packets must end at byte ${dataEnd}`, 'the end of one');
}

function decodePacket(buffer: Uint8Array, out: EventBuffer, at: number, mustBeEvents: boolean): void {
  if (buffer.length < 4) throw new Unsound('a packet must have at least 4 bytes', buffer.length);
  const told = viewOf(buffer).getUint32(0, true);
  if (told > buffer.length - 4) {
    throw new Unsound(`a FlatBuffer of ${told} bytes must be in its packet`, buffer.length - 4);
  }
  const table = new Table(buffer.subarray(4, 4 + told));
  const { identifier } = table;
  if (identifier !== 'EVTS') {
    if (mustBeEvents) throw new Unsound('a packet of events must be EVTS', `'${identifier}'`);
    return;
  }
  const elements = table.elements(0, EVENT);
  if (!elements) return;
  const { view } = table;
  for (let i = 0, place = elements.start; i < elements.length; i += 1, place += EVENT) {
    // up to the year 2255 a double holds the microseconds exactly
    const t = view.getInt32(place + 4, true) * 2 ** 32 + view.getUint32(place, true);
    const p = view.getUint8(place + 12) ? 1 : 0;
    out.push(t, view.getInt16(place + 8, true), view.getInt16(place + 10, true), p, at);
  }
}

/** Runs `work`, whose errors about the bytes of a packet become errors of the file with the packet's place. */
function located<T>(cursor: Cursor, at: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof Unsound ? cursor.fault(error.rule, error.got, at) : error;
  }
}

interface Stream {
  id: number;
  type?: string;
  width?: number;
  height?: number;
}

/** The streams that the header's XML tells: `outInfo` has a node for each, with its number as its name. */
function streamsIn(xml: string): Iterable<Stream> {
  const streams = new Map<string, Stream>();
  const path: string[] = [];
  for (const [, closing, tag, attributes, text] of xml.matchAll(/<(\/?)(node|attr)\b([^>]*)>([^<]*)/g)) {
    if (tag === 'node') {
      if (closing) path.pop();
      else if (!attributes!.endsWith('/')) path.push(/\bname="([^"]*)"/.exec(attributes!)?.[1] ?? '');
      continue;
    }
    const place = path.lastIndexOf('outInfo') + 1;
    const name = place > 0 ? path[place] : undefined;
    if (closing || name === undefined || !/^\d{1,9}$/.test(name)) continue;
    const stream = streams.get(name) ?? { id: Number(name) };
    streams.set(name, stream);
    const key = /\bkey="([^"]*)"/.exec(attributes!)?.[1];
    if (key === 'typeIdentifier') stream.type = text!;
    if (key === 'sizeX' && /^\d+$/.test(text!)) stream.width = Number(text);
    if (key === 'sizeY' && /^\d+$/.test(text!)) stream.height = Number(text);
  }
  return [...streams.values()].filter(({ type }) => type !== undefined);
}
