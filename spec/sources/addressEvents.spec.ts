import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { take } from 'rxjs';
import { addressEvents, type EventFormat } from 'rxsnn';
import {
  type Event,
  packed,
  writeAedat2,
  writeAedat3,
  writeAedat4,
  writeDat,
  writeNmnist,
} from '../helpers/eventFiles.js';
import { temporaryFolders } from '../helpers/files.js';
import { readAll, readBroken } from '../helpers/readAll.js';
import { readJson } from '../helpers/reference.js';

const folder = temporaryFolders();
const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex.replace(/\s/g, ''), 'hex'));
const hexOf = (text: string) => Buffer.from(text).toString('hex');

/** Events in the order of time, on a sensor of `width` by `height`. */
const eventsOn = (width: number, height: number, latest: number) =>
  fc
    .array(
      fc.record({
        t: fc.nat(latest),
        x: fc.nat(width - 1),
        y: fc.nat(height - 1),
        p: fc.constantFrom<0 | 1>(0, 1),
      }),
      { maxLength: 60 },
    )
    .map((events) => events.sort((a, b) => a.t - b.t));

const some: Event[] = [
  { t: 5, x: 1, y: 2, p: 1 },
  { t: 900, x: 33, y: 33, p: 0 },
  { t: 70_000, x: 0, y: 0, p: 1 },
  { t: 9_000_000, x: 20, y: 10, p: 1 },
  { t: 9_000_000, x: 20, y: 11, p: 0 },
];

const formats: Record<
  EventFormat,
  { write(events: readonly Event[]): Uint8Array; width: number; height: number; latest: number }
> = {
  dat: { write: writeDat, width: 640, height: 480, latest: 2 ** 32 - 1 },
  nmnist: { write: writeNmnist, width: 34, height: 34, latest: 2 ** 24 },
  aedat2: { write: (events) => writeAedat2(events), width: 346, height: 260, latest: 2 ** 32 - 1 },
  aedat3: {
    write: (events) => writeAedat3(events, { frames: true }),
    width: 346,
    height: 260,
    latest: 2 ** 33,
  },
  aedat4: {
    write: (events) => writeAedat4(events, { frames: true, table: true }),
    width: 346,
    height: 260,
    latest: 2 ** 31,
  },
};
const names = Object.keys(formats) as EventFormat[];

describe('addressEvents', () => {
  // one event each, at 0x01020304 us (N-MNIST: 0x010203), byte by byte from the formats' descriptions
  it.each([
    [
      'dat',
      `${hexOf('% Version 2\n% Width 640\n% Height 480\n')} 0c08 04030201 05c00110`,
      { t: 0x01020304, x: 5, y: 7, p: 1 },
    ],
    ['nmnist', '05 07 810203', { t: 0x010203, x: 5, y: 7, p: 1 }],
    [
      'aedat2',
      `${hexOf('#!AER-DAT2.0\r\n# AEChip: x.Davis346blue\r\n')} 3f005800 01020304`,
      { t: 0x01020304, x: 5, y: 7, p: 1 },
    ],
    [
      'aedat3',
      `${hexOf('#!AER-DAT3.1\r\n#!END-HEADER\r\n')} 0100 0100 08000000 04000000 01000000 02000000 02000000 02000000
       1f000a00 04030201  1e000a00 04030201`,
      { t: 2 ** 31 + 0x01020304, x: 5, y: 7, p: 1 },
    ],
    [
      'aedat4',
      `${hexOf('#!AER-DAT4.0\r\n')} 14000000 0c000000 494f4845 04000400 04000000 00000000
       00000000 38000000  34000000 10000000 45565453 0600 0800 0400 0000 08000000 08000000 00000000 01000000
       0403020100000000 0500 0700 01 000000  00000000`,
      { t: 0x01020304, x: 5, y: 7, p: 1 },
    ],
  ] as const)('reads %s as it is described, byte by byte', async (format, hex, event) => {
    expect(await readAll(bytes(hex), { format, width: 346, height: 260 })).toEqual([event]);
  });

  it.each(names)('reads any %s file that an independent writer makes', async (format) => {
    const { write, width, height, latest } = formats[format];
    await fc.assert(
      fc.asyncProperty(eventsOn(width, height, latest), async (events) => {
        expect(await readAll(write(events), { format })).toEqual(events);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it.each(names)(
    'knows %s by its first bytes or its name, from a path, a File, a Blob and bytes',
    async (format) => {
      const file = formats[format].write(some);
      const path = join(folder(), format === 'nmnist' ? '00002.bin' : 'recording');
      writeFileSync(path, file);
      expect(await readAll(path)).toEqual(some);
      expect(await readAll(new File([file as Uint8Array<ArrayBuffer>], path))).toEqual(some);
      expect(await readAll(new Blob([file as Uint8Array<ArrayBuffer>]), { format })).toEqual(some);
      expect(await readAll(file.buffer as ArrayBuffer, { format })).toEqual(some);
    },
  );

  it.each(Object.keys(packed) as (keyof typeof packed)[])('takes apart addresses of %s', async (chip) => {
    expect(await readAll(writeAedat2(some, chip, []), { chip })).toEqual(some);
  });

  it('takes a chip of the user’s own, and leaves out what is no event of a pixel', async () => {
    const chip = {
      width: 8,
      height: 4,
      x: { shift: 0, bits: 3 },
      y: { shift: 3, bits: 2 },
      p: { shift: 5, bits: 1 },
    };
    const file = bytes(`${hexOf('#!AER-DAT2.0\r\n')} 0000003d 00000001 0000007d 00000002`);
    expect(await readAll(file, { chip })).toEqual([
      { t: 1, x: 5, y: 3, p: 1 },
      { t: 2, x: 5, y: 3, p: 1 },
    ]);
    expect(await readAll(file, { chip: { ...chip, other: 0x40 } })).toEqual([{ t: 1, x: 5, y: 3, p: 1 }]);
  });

  it('counts y from the bottom in AEDAT 3.0', async () => {
    expect(await readAll(writeAedat3(some, { version: '3.0' }))).toEqual(some);
  });

  it('goes on when a clock of 32 bits has gone round', async () => {
    const file = bytes(`${hexOf('% Width 9\n% Height 9\n')} 0c08 ffffffff 00000000 02000000 00000000`);
    expect((await readAll(file)).map(({ t }) => t)).toEqual([2 ** 32 - 1, 2 ** 32 + 2]);
    // one that is late at the turn is of the turn before
    const late = ['f6ffffff', '01000000', 'fdffffff', '02000000'].map((time) => `${time} 00000000`);
    const jittery = bytes(`${hexOf('% Width 9\n% Height 9\n')} 0c08 ${late.join(' ')}`);
    const times = (await readAll(jittery, { strict: false })).map(({ t }) => t - 2 ** 32);
    expect(times).toEqual([-10, 1, -3, 2]);
  });

  it('reads packets that lz4 and zstd have packed', async () => {
    const { start, events, files } = readJson('aedat4-packed') as {
      start: number;
      events: string;
      files: Record<string, string>;
    };
    const numbers = Buffer.from(events, 'base64');
    const expected: Event[] = [];
    for (let i = 0, t = start; i < numbers.length; i += 4) {
      t += numbers[i]!;
      expected.push({ t, x: numbers[i + 1]!, y: numbers[i + 2]!, p: numbers[i + 3] as 0 | 1 });
    }
    expect(Object.keys(files)).toEqual(['lz4', 'lz4 high', 'zstd', 'zstd high']);
    for (const file of Object.values(files))
      expect(await readAll(Buffer.from(file, 'base64'))).toEqual(expected);
  });

  it('leaves out what is before from, and stops at to', async () => {
    expect(await readAll(writeDat(some), { from: 900, to: 9_000_000 })).toEqual(some.slice(1, 3));
  });

  it('reads a large file a piece at a time, held back by slow work, and closes it', async () => {
    // events of pixel (0, 0) at 0 us
    const file = writeDat([]);
    const large = new Uint8Array(file.length + 8 * 300_000);
    large.set(file);
    let reads = 0;
    const blob = new Blob([large]);
    const slice = blob.slice.bind(blob);
    blob.slice = (...range) => {
      reads += 1;
      return slice(...range);
    };
    let release = () => {};
    const slow = new Promise<void>((resolve) => {
      release = resolve;
    });
    let seen = 0;
    const done = new Promise<void>((resolve, reject) => {
      addressEvents(blob).subscribe({
        next: ({ t, hold }) => {
          seen += t.length;
          hold(slow);
        },
        complete: resolve,
        error: reject,
      });
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(seen).toBe(8 * 8192);
    expect(reads).toBeLessThan(14);
    release();
    await done;
    expect(seen).toBe(300_000);
    const events = await new Promise<number>((resolve) => {
      let first = 0;
      addressEvents(blob)
        .pipe(take(1))
        .subscribe({ next: ({ t }) => (first = t.length), complete: () => resolve(first) });
    });
    expect(events).toBe(8192);
  });

  describe('of a damaged file', () => {
    const cut = (file: Uint8Array, from: number, to?: number) => file.slice(from, to);
    const put = (file: Uint8Array, at: number, ...values: number[]) => {
      const copy = file.slice();
      copy.set(values, at);
      return copy;
    };
    const dat = writeDat(some);
    const start = dat.length - 8 * some.length;
    const aedat4 = writeAedat4(some, { perPacket: 3 });
    const packets = aedat4.length - 2 * (8 + 36) - 16 * some.length;

    it.each([
      ['cut within an event', cut(dat, 0, -3), 4, `an event must have 8 bytes, got 5 at byte ${start + 32}`],
      [
        'an event of another size',
        put(dat, start - 1, 16),
        0,
        `the size of the events must be 8, got 16 at byte ${start - 1}`,
      ],
      [
        'events of another type',
        put(dat, start - 2, 14),
        0,
        `the type of the events must be 0 or 12, got 14 at byte ${start - 2}`,
      ],
      [
        'a header only',
        cut(dat, 0, start - 2),
        0,
        `type and size of the events must have 2 bytes, got 0 at byte ${start - 2}`,
      ],
      [
        'a width that is no number',
        writeDat([], ['Width 6x']),
        0,
        "Width must be a number, got '6x' at byte 0",
      ],
      ['another version', writeDat([], ['Version 1']), 0, 'Version must be 2, got 1 at byte 0'],
      [
        'no size',
        writeDat([], ['Version 2']),
        0,
        'the header must tell the size of the sensor, or the options width and height, got none at byte 0',
      ],
      [
        'a sensor of gigapixels',
        writeDat([], ['Width 16384', 'Height 16384']),
        0,
        'the sensor must have 1 to 4194304 pixels, got 16384x16384 at byte 0',
      ],
      [
        'a pixel outside',
        writeDat([...some, { t: 9e6, x: 640, y: 1, p: 1 }]),
        5,
        `events must be within 640x480 pixels, got (640, 1) at byte ${start + 40}`,
      ],
      [
        'time that goes back',
        writeDat([...some, { t: 4, x: 0, y: 1, p: 1 }]),
        5,
        `events must be in the order of time, from 9000000 us on, got 4 us at byte ${start + 40}`,
      ],
      [
        'no known start',
        new Uint8Array(20),
        0,
        "the format must be known by the first bytes, or the option format be one of 'aedat2', 'aedat3', 'aedat4', 'dat', 'nmnist', got '............' at byte 0",
      ],
      [
        'AEDAT 5',
        new TextEncoder().encode('#!AER-DAT5.1\r\n'),
        0,
        "AEDAT must be of version 2, 3 or 4, got '#!AER-DAT5.1' at byte 0",
      ],
      [
        'AEDAT 2 of an unknown chip',
        writeAedat2(some, 'davis346', []),
        0,
        "the header must name a known chip, or the option chip be one of 'dvs128', 'davis240', 'davis346', 'davis640', 'tonic-dvs128', 'tonic-davis346', got none at byte 0",
      ],
      [
        'AEDAT 3 whose packet has gigabytes',
        Uint8Array.of(...writeAedat3([]), 1, 0, 1, 0, 8, ...Array(14).fill(0), 64, ...Array(8).fill(0)),
        0,
        `a packet must have up to 67108864 bytes, got 1073741824 times 8 at byte ${writeAedat3([]).length + 4}`,
      ],
      [
        'AEDAT 4 cut within a packet',
        cut(aedat4, 0, -3),
        3,
        `a packet must have ${32 + 36} bytes, got ${32 + 33} at byte ${aedat4.length - 68}`,
      ],
      [
        'a packet of gigabytes',
        put(aedat4, packets + 4, 0, 0, 0, 64),
        0,
        `the size of a packet must be from 0 to 67108864, got 1073741824 at byte ${packets + 4}`,
      ],
      [
        'a packet of less than nothing',
        put(aedat4, packets + 4, 255, 255, 255, 255),
        0,
        `the size of a packet must be from 0 to 67108864, got -1 at byte ${packets + 4}`,
      ],
      [
        'a vector beyond its packet',
        put(aedat4, packets + 8 + 4 + 28, 4),
        0,
        `a FlatBuffer of 80 bytes must hold its parts, got byte 96 at byte ${packets}`,
      ],
      [
        'an unknown compression',
        put(aedat4, 14 + 4 + 24, 9),
        0,
        'the compression must be from 0 to 4, got 9 at byte 18',
      ],
    ])('tells of %s, after the events before', async (_, file, events, message) => {
      expect(await readBroken(file)).toEqual({ events, message: `addressEvents: the bytes: ${message}` });
    });

    it('gives what is whole where strict is false', async () => {
      expect(await readAll(dat.slice(0, -3), { strict: false })).toEqual(some.slice(0, 4));
      const wild = [...some, { t: 4, x: 640, y: 0, p: 1 }, { t: 4, x: 0, y: 1, p: 1 }] as const;
      expect(await readAll(writeDat(wild), { strict: false })).toEqual([...some, wild[6]]);
    });

    it('takes no more memory than a packet may have', async () => {
      // a zstd frame whose blocks are of one repeated byte: 4 bytes for 128 KiB each
      const block = [2 + (2 ** 17 - 1) * 8, 7].flatMap((n, i) =>
        i ? [n] : [n & 255, (n >> 8) & 255, n >> 16],
      );
      const bomb = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 0x58, ...Array(600).fill(block).flat(), 1, 0, 0);
      const file = writeAedat4(some, { compression: 3, pack: () => bomb });
      expect((await readBroken(file)).message).toMatch(
        /unpacked, a packet must have at most 67108864 bytes, got 78642600/,
      );
      const told = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0xe0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0);
      expect((await readBroken(writeAedat4(some, { compression: 3, pack: () => told }))).message).toMatch(
        /got 1099511627776/,
      );
      // LZ4 that repeats its first byte for as long as lengths of 255 go on
      const long = [0x1f, 7, 1, 0, ...Array(300_000).fill(255), 0];
      const lz4 = [
        4,
        0x22,
        0x4d,
        0x18,
        0x60,
        0x70,
        0,
        ...[0, 8, 16, 24].map((s) => (long.length >> s) & 255),
        ...long,
      ];
      const repeated = writeAedat4(some, { compression: 1, pack: () => Uint8Array.from(lz4) });
      expect((await readBroken(repeated)).message).toMatch(
        /unpacked it must have at most 67108864 bytes, got 76500020/,
      );
    });
  });

  it('names a file that is missing or a folder, and refuses other arguments', async () => {
    const missing = join(folder(), 'x.dat');
    expect((await readBroken(missing)).message).toBe(
      `addressEvents: cannot read ${missing}: ENOENT: no such file or directory`,
    );
    expect((await readBroken(folder())).message).toMatch(/^addressEvents: cannot read .*: it is not a file$/);
    expect(() => addressEvents('')).toThrow(
      "addressEvents: the file must be a path, a URL, a Blob, a Uint8Array or an ArrayBuffer, got ''",
    );
    expect(() => addressEvents('x', { format: 'avi' as never })).toThrow(
      "format must be one of 'aedat2', 'aedat3', 'aedat4', 'dat', 'nmnist', got 'avi'",
    );
    expect(() => addressEvents('x', { width: 0 })).toThrow(
      'addressEvents: width must be a whole number from 1 to 16384, got 0',
    );
    expect(() => addressEvents('x', { chip: 'dvs' as never })).toThrow(
      "addressEvents: chip must be one of 'dvs128'",
    );
    expect(() => addressEvents('x', { from: 5, to: 5 })).toThrow('addressEvents: to must be above 5, got 5');
  });
});
