/** Writers of event-camera files, written from the formats' descriptions and not from the readers. */

export interface Event {
  readonly t: number;
  readonly x: number;
  readonly y: number;
  readonly p: 0 | 1;
}

/** Bytes put one after the other. */
class Bytes {
  readonly list: number[] = [];

  text(text: string): this {
    for (const char of text) this.list.push(char.charCodeAt(0));
    return this;
  }

  /** `size` bytes of a whole number, negative ones in two's complement. */
  number(value: number | bigint, size: number, bigEndian = false): this {
    const bytes = Array.from({ length: size }, (_, i) => Number((BigInt(value) >> BigInt(8 * i)) & 255n));
    this.list.push(...(bigEndian ? bytes.reverse() : bytes));
    return this;
  }

  bytes(bytes: Iterable<number>): this {
    for (const byte of bytes) this.list.push(byte);
    return this;
  }

  get length(): number {
    return this.list.length;
  }

  done(): Uint8Array {
    return Uint8Array.from(this.list);
  }
}

export function writeDat(
  events: readonly Event[],
  header = ['Version 2', 'Width 640', 'Height 480'],
): Uint8Array {
  const file = new Bytes();
  for (const line of header) file.text(`% ${line}\n`);
  file.number(12, 1).number(8, 1);
  for (const { t, x, y, p } of events) file.number(t, 4).number(p * 2 ** 28 + y * 2 ** 14 + x, 4);
  return file.done();
}

export function writeNmnist(events: readonly Event[]): Uint8Array {
  const file = new Bytes();
  let passed = 0;
  for (const { t, x, y, p } of events) {
    // the clock has 23 bits; the marker stands for 2^13 microseconds
    for (; t - passed >= 2 ** 23; passed += 2 ** 13) file.number(0, 1).number(240, 1).number(0, 3);
    file
      .number(x, 1)
      .number(y, 1)
      .number(p * 2 ** 23 + (t - passed), 3, true);
  }
  return file.done();
}

/** How the addresses of three cameras are put together. */
export const packed = {
  dvs128: ({ x, y, p }: Event) => (127 - y) * 2 ** 8 + x * 2 + p,
  davis346: ({ x, y, p }: Event) => (259 - y) * 2 ** 22 + x * 2 ** 12 + p * 2 ** 11,
  'tonic-dvs128': ({ x, y, p }: Event) => x * 2 ** 8 + y * 2 + p,
  'tonic-davis346': ({ x, y, p }: Event) => x * 2 ** 17 + y * 4 + p * 2,
} as const;

export function writeAedat2(
  events: readonly Event[],
  chip: keyof typeof packed = 'davis346',
  header: readonly string[] = [
    '# This is a raw AE data file - do not edit',
    '# AEChip: eu.seebetter.ini.chips.davis.Davis346blue',
  ],
): Uint8Array {
  const file = new Bytes().text('#!AER-DAT2.0\r\n');
  for (const line of header) file.text(`${line}\r\n`);
  for (const event of events) file.number(packed[chip](event), 4, true).number(event.t, 4, true);
  return file.done();
}

export function writeAedat3(
  events: readonly Event[],
  { version = '3.1', source = 'DAVIS346', perPacket = 4, frames = false } = {},
): Uint8Array {
  const file = new Bytes().text(`#!AER-DAT${version}\r\n#Format: RAW\r\n#Source 1: ${source}\r\n`);
  if (version !== '3.0') file.text('#!END-HEADER\r\n');
  const packet = (kind: number, size: number, overflow: number, count: number) =>
    file
      .number(kind, 2)
      .number(1, 2)
      .number(size, 4)
      .number(4, 4)
      .number(overflow, 4)
      .number(count, 4)
      .number(count, 4)
      .number(count, 4);
  const turn = (event: Event | undefined) => Math.floor((event?.t ?? 0) / 2 ** 31);
  for (let i = 0; i < events.length; ) {
    if (frames) packet(2, 5, 0, 1).text('a pic');
    // a packet has one count of the turns of the clock
    const own = events.slice(i, i + perPacket).filter((event) => turn(event) === turn(events[i]));
    packet(1, 8, turn(events[i]), own.length);
    for (const { t, x, y, p } of own) {
      const row = version === '3.0' ? 259 - y : y;
      file.number(x * 2 ** 17 + row * 4 + p * 2 + 1, 4).number(t % 2 ** 31, 4);
    }
    i += own.length;
  }
  return file.done();
}

export interface Aedat4Options {
  /** 0 none, 1 LZ4, 3 zstd. */
  readonly compression?: number;
  readonly pack?: (packet: Uint8Array) => Uint8Array;
  /** Events of a packet. */
  readonly perPacket?: number;
  readonly xml?: string;
  /** Between the packets of events, one of a stream of another kind. */
  readonly frames?: boolean;
  readonly table?: boolean;
}

const xmlOf = (width: number, height: number) =>
  '<dv version="2.0"><node name="outInfo" path="/mainloop/Recorder/outInfo/">' +
  '<node name="0" path="/mainloop/Recorder/outInfo/0/"><attr key="compression" type="string">LZ4</attr>' +
  '<attr key="typeIdentifier" type="string">FRME</attr></node>' +
  '<node name="1" path="/mainloop/Recorder/outInfo/1/"><attr key="typeIdentifier" type="string">EVTS</attr>' +
  `<node name="info" path="/mainloop/Recorder/outInfo/1/info/"><attr key="sizeX" type="int">${width}</attr>` +
  `<attr key="sizeY" type="int">${height}</attr></node></node></node></dv>`;

export function writeAedat4(
  events: readonly Event[],
  {
    compression = 0,
    pack = storedAs(compression),
    perPacket = 4,
    xml = xmlOf(346, 260),
    frames,
    table,
  }: Aedat4Options = {},
): Uint8Array {
  const packets: Uint8Array[] = [];
  for (let i = 0; i < events.length; i += perPacket) {
    if (frames) packets.push(new Bytes().number(0, 4).number(5, 4).text('a pic').done());
    const content = pack(eventPacket(events.slice(i, i + perPacket)));
    packets.push(new Bytes().number(1, 4).number(content.length, 4).bytes(content).done());
  }
  const head = (position: number) => {
    const header = ioHeader(compression, position, xml);
    return new Bytes().text('#!AER-DAT4.0\r\n').number(header.length, 4).bytes(header).done();
  };
  const start = head(-1);
  const end = packets.reduce((sum, { length }) => sum + length, start.length);
  const file = new Bytes().bytes(table ? head(end) : start);
  for (const packet of packets) file.bytes(packet);
  return table ? file.text('the table of packets').done() : file.done();
}

/** The FlatBuffer EventPacket { elements: [Event] }, with its size before it. */
function eventPacket(events: readonly Event[]): Uint8Array {
  const buffer = new Bytes();
  buffer.number(16, 4).text('EVTS'); // where the root table is, and what this is
  buffer.number(6, 2).number(8, 2).number(4, 2).number(0, 2); // the fields' places: one field, 4 bytes into the table
  buffer.number(8, 4).number(8, 4); // the table: 8 bytes back are the places; the vector is 8 bytes on
  buffer.number(0, 4).number(events.length, 4);
  for (const { t, x, y, p } of events)
    buffer.number(t, 8).number(x, 2).number(y, 2).number(p, 1).number(0, 3);
  return new Bytes().number(buffer.length, 4).bytes(buffer.list).done();
}

/** The FlatBuffer IOHeader { compression: int32, dataTablePosition: int64, infoNode: string }. */
function ioHeader(compression: number, position: number, xml: string): Uint8Array {
  const buffer = new Bytes();
  buffer.number(20, 4).text('IOHE');
  buffer.number(10, 2).number(20, 2).number(4, 2).number(12, 2).number(8, 2).number(0, 2);
  buffer.number(12, 4).number(compression, 4).number(12, 4).number(position, 8);
  return buffer.number(xml.length, 4).text(xml).number(0, 1).done();
}

/** Bytes that are only wrapped: a frame of LZ4 or of zstd that has them unpacked. */
function storedAs(compression: number): (content: Uint8Array) => Uint8Array {
  if (compression === 0) return (content) => content;
  if (compression < 3) {
    return (content) =>
      new Bytes()
        .number(0x184d2204, 4)
        .number(0x60, 1) // version 1, blocks that do not need each other
        .number(0x40, 1) // blocks of at most 64 KiB
        .number(0x82, 1) // the second byte of xxh32 of the two
        .number(2 ** 31 + content.length, 4)
        .bytes(content)
        .number(0, 4)
        .done();
  }
  return (content) =>
    new Bytes()
      .number(0xfd2fb528, 4)
      .number(0xa0, 1) // one segment, its size in 4 bytes
      .number(content.length, 4)
      .number(content.length * 8 + 1, 3) // the last block, unpacked
      .bytes(content)
      .done();
}
