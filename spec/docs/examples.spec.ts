import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as rxjs from 'rxjs';
import * as rxsnn from 'rxsnn';
import { createCanvas } from '../../src/platform/node.js';
import * as plot from '../../src/plot/index.js';
import { claimOf, examplesIn, numbersIn, runExample } from '../helpers/docstrings.js';
import { writeAedat4, writeDat, writeNmnist } from '../helpers/eventFiles.js';

const { Linear, leaky, linear, probe, rate } = rxsnn;
const digit = rxsnn.rand([784], { seed: 1 });
const fc1 = Linear.init(784, 20, { seed: 1 });
const fc2 = Linear.init(20, 10, { seed: 2 });
const network = () =>
  rate(digit, { steps: 10 }).pipe(
    probe('input'),
    linear(fc1),
    leaky({ beta: 0.9 }),
    probe('hidden'),
    linear(fc2),
    leaky({ beta: 0.9 }),
    probe('output'),
  );

/** What the examples take as given, beside what rxsnn and RxJS export. */
const given = {
  console: { log: () => undefined },
  ...plot,
  canvas: createCanvas(800, 600),
  context: createCanvas(800, 600).getContext('2d'),
  sensor$: rxjs.of(0.1, 0.5, 0.6),
  drawing$: rxjs.of(digit),
  slider$: rxjs.of(1),
  camera$: rxjs.of({ pixels: [0, 0.5, 1] }),
  brightness: ({ pixels }: { pixels: number[] }) => pixels,
  digit,
  fc1,
  fc2,
  beta: 0.9,
  source: rate(digit, { steps: 10 }),
  steps$: network(),
};

/** Compilers and engines are not for users. */
const examples = examplesIn('src').filter(({ name }) => !name.startsWith('devices/events'));

describe('the examples of the docstrings', () => {
  const here = process.cwd();
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rxsnn-examples-'));
    process.chdir(folder);
    const events = [0, 400, 1200, 1600].map((t, i) => ({ t, x: 4 * i, y: i, p: (i % 2) as 0 | 1 }));
    writeFileSync('hand.aedat4', writeAedat4(events));
    writeFileSync('street.dat', writeDat(events));
    writeFileSync('00002.bin', writeNmnist(events));
    await rxjs.lastValueFrom(network().pipe(rxsnn.recordTo('run.rec')));
  });
  afterAll(() => {
    process.chdir(here);
    rmSync(folder, { recursive: true, force: true });
  });

  it('are there', () => expect(examples.length).toBeGreaterThan(25));

  it.each(examples.map((example) => [example.name, example] as const))(
    '%s',
    async (_, example) => {
      const shown = await runExample(example, { ...rxjs, ...rxsnn, ...given });
      for (const { value, comment } of shown) {
        const claim = claimOf(comment);
        if (!claim) continue;
        const found = numbersIn(value, claim.field);
        expect({ comment, found: found.map((x) => Number(x.toPrecision(3))) }).toEqual({
          comment,
          found: claim.numbers,
        });
      }
    },
    30_000,
  );
});
