import { describe, expect, it, jest } from '@jest/globals';
import type { EventFormat } from 'rxsnn';
import {
  type Event,
  writeAedat2,
  writeAedat3,
  writeAedat4,
  writeDat,
  writeNmnist,
} from '../../helpers/eventFiles.js';
import { mutationCount, mutations } from '../../helpers/mutations.js';
import { readBroken } from '../../helpers/readAll.js';
import { readJson } from '../../helpers/reference.js';

const some: Event[] = [
  { t: 5, x: 1, y: 2, p: 1 },
  { t: 900, x: 33, y: 33, p: 0 },
  { t: 70_000, x: 0, y: 0, p: 1 },
  { t: 8_400_000, x: 20, y: 10, p: 1 },
  { t: 8_400_000, x: 20, y: 11, p: 0 },
];

// tens of thousands of files, on a machine that may be busy
jest.setTimeout(60_000);

const MANY = mutationCount(1000);

describe('damaged event files', () => {
  const fuzzed = {
    dat: writeDat(some),
    nmnist: writeNmnist(some),
    aedat2: writeAedat2(some),
    aedat3: writeAedat3(some, { frames: true }),
    aedat4: writeAedat4(some, { frames: true, table: true }),
    'aedat4 in LZ4': writeAedat4(some, { compression: 1 }),
    'aedat4 in zstd': writeAedat4(some, { compression: 3 }),
  };
  it.each(Object.entries(fuzzed))('%s: every one gives events or an error', async (name, file) => {
    const format = name.split(' ')[0] as EventFormat;
    let errors = 0;
    for (const { bytes } of mutations(file, MANY)) {
      const { events, message } = await readBroken(bytes, { format, width: 346, height: 260 });
      if (message !== undefined) errors += 1;
      if (
        events > 100 ||
        (message !== undefined && !/^addressEvents: the bytes: .*, got .* at byte \d+$/.test(message))
      )
        throw new Error(`${events} events and ${message} of ${Buffer.from(bytes).toString('hex')}`);
    }
    expect(errors).toBeGreaterThan((format === 'nmnist' ? 0.5 : 1) * MANY);
  });

  it('within what lz4 and zstd have packed: every one gives events or an error', async () => {
    const { files } = readJson('aedat4-packed') as { files: Record<string, string> };
    for (const file of [files['lz4 high']!, files['zstd high']!]) {
      for (const { bytes } of mutations(Buffer.from(file, 'base64').subarray(0, 3000), 300)) {
        const { message } = await readBroken(bytes, { format: 'aedat4' });
        if (message !== undefined)
          expect(message).toMatch(/^addressEvents: the bytes: .*, got .* at byte \d+$/);
      }
    }
  });
});
